using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes <c>TryValidate</c> for a device whose capabilities are known: where one is off, the reserved policy applies to its fields.</summary>
internal static class CapabilityEmitter
{
    private const string Fault = "global::DeclIommu.Layouts.LayoutFault";
    private const string NotAvailable = "global::DeclIommu.Layouts.LayoutFaultReason.NotAvailable";

    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        string name = layout.Type.Name;
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Tells whether the value is valid on a device with the given capabilities.</summary>
            /// <param name="capabilities">What the device can do.</param>
            /// <param name="fault">The first fault: of the value by itself, then of its gated fields in the order of their declaration.</param>
            /// <returns>False if there is a fault.</returns>
            public readonly bool TryValidate(in {{layout.Capabilities}} capabilities, out {{Fault}} fault)
            {
                if (!TryValidate(out fault))
                {
                    return false;
                }

            """);
        if (layout is { CommandCapability: { } command, Family: { } family })
        {
            EmitGate(writer, family.DiscriminatorName, family.Discriminator.Max(static piece => piece.Msb), family.Discriminator.Min(static piece => piece.Lsb), $"!capabilities.{command}");
        }

        foreach (FieldModel declared in layout.Fields)
        {
            if (declared.Capability is { } capability && layout.DefaultReserved is ReservedPolicy.MustBeZero or ReservedPolicy.MustBeOne)
            {
                EmitGate(writer, declared.Name, declared.Msb, declared.Lsb, $"!capabilities.{capability} && ({Differs(layout, declared, storage)}) != 0");
            }

            foreach (EnumMemberModel member in declared.Value.Members.Where(static member => member.Capability is not null))
            {
                if (declared.Repeat is null)
                {
                    ulong bits = member.Bits & Literal.Ones(declared.Width);
                    string value = BitExpression.Gather(WordSlice.Cut(declared.Pieces, storage.Words), storage, 0);
                    EmitGate(writer, declared.Name, declared.Msb, declared.Lsb, $"!capabilities.{member.Capability} && ({value}) == {Literal.Hex(bits, 64)}");
                }
            }
        }

        writer.WriteLine("    return true;");
        writer.WriteLine("}");
    }

    private static string Differs(LayoutModel layout, FieldModel declared, Storage storage)
    {
        IEnumerable<BitPiece> pieces = declared.Repeat is { } repeat
            ? Enumerable.Range(0, repeat.Count).SelectMany(element => declared.Pieces.Select(piece =>
                new BitPiece(piece.Msb + (element * repeat.Stride), piece.Lsb + (element * repeat.Stride))))
            : declared.Pieces;
        return string.Join(" | ", WordSlice.Cut(pieces, storage.Words)
            .GroupBy(static slice => slice.Word)
            .Select(word =>
            {
                ulong mask = word.Aggregate(0UL, static (all, slice) => all | slice.Mask);
                return new Expectation(word.Key, mask, layout.DefaultReserved == ReservedPolicy.MustBeOne ? mask : 0).Difference(storage);
            }));
    }

    private static void EmitGate(SourceWriter writer, string name, int msb, int lsb, string condition) =>
        writer.WriteLine($$"""
                if ({{condition}})
                {
                    fault = new {{Fault}}("{{name.TrimStart('@')}}", {{msb}}, {{lsb}}, {{NotAvailable}});
                    return false;
                }

            """);
}
