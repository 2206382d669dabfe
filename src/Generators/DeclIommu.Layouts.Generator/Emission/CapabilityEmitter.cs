using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes <c>TryValidate</c> for a device whose capabilities are known: where one is off, the reserved policy applies to its fields.</summary>
internal static class CapabilityEmitter
{
    private const string NotAvailable = FieldCheck.Reasons + ".NotAvailable";

    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Tells whether the value is valid on a device with the given capabilities.</summary>
            /// <param name="capabilities">What the device can do.</param>
            /// <param name="fault">The first fault: of the value by itself, then of what depends on a capability, in the order of its declaration.</param>
            /// <returns>False if there is a fault.</returns>
            /// <remarks>A field whose capability is off must be as the reserved policy of the layout has it; one whose capability is on must be as declared.</remarks>
            {{layout.CapabilitiesAccessibility}} readonly bool TryValidate(in {{layout.Capabilities}} capabilities, out {{FieldCheck.FaultType}} fault)
            {
            """);
        if (layout.CapabilitiesIsClass)
        {
            writer.WriteLine("    global::System.ArgumentNullException.ThrowIfNull(capabilities);");
        }

        writer.WriteLine("""
                if (!TryValidate(out fault))
                {
                    return false;
                }

            """);
        if (layout is { CommandCapability: { } command, Family: { } family })
        {
            EmitGate(writer, $"\"{family.DiscriminatorName.TrimStart('@')}\", {family.Discriminator.Max(static piece => piece.Msb)}, {family.Discriminator.Min(static piece => piece.Lsb)}", $"!capabilities.{command}");
        }

        ValidationEmitter.EmitLocals(writer, layout, layout.Fields.Where(declared => IsAsked(layout, declared)));
        foreach (FieldModel declared in layout.Fields)
        {
            EmitField(writer, layout, declared, storage);
        }

        writer.WriteLine("    return true;");
        writer.WriteLine("}");
    }

    // True for a field whose accessor is called below.
    private static bool IsAsked(LayoutModel layout, FieldModel declared) =>
        (layout.IsGated(declared) && FieldCheck.IsNeeded(declared))
        || (declared.Value.Capabilities == layout.Capabilities)
        || declared.Value.Members.Any(static member => member.Capabilities.Count > 0);

    private static void EmitField(SourceWriter writer, LayoutModel layout, FieldModel declared, Storage storage)
    {
        string isOn = string.Empty;
        if (declared.Capability is { } capability)
        {
            isOn = $"capabilities.{capability} && ";
            EmitReserved(writer, layout, declared, storage, $"!capabilities.{capability}");
            foreach (FieldCheck check in GatedField.Strict(layout, declared, storage))
            {
                EmitCheck(writer, check with { Condition = isOn + check.Condition });
            }
        }
        else if (declared.Value.Kind == ValueKind.Layout && declared.Value.Capabilities == layout.Capabilities)
        {
            EmitCheck(writer, FieldCheck.OfNested(declared, layout.Capabilities));
        }

        foreach (EnumMemberModel member in declared.Value.Members.Where(static member => member.Capabilities.Count > 0))
        {
            FieldCheck check = FieldCheck.OfMember(declared, member);
            EmitCheck(writer, check with { Condition = isOn + check.Condition });
        }
    }

    private static void EmitReserved(SourceWriter writer, LayoutModel layout, FieldModel declared, Storage storage, string isOff)
    {
        if (layout.DefaultReserved is not (ReservedPolicy.MustBeZero or ReservedPolicy.MustBeOne))
        {
            return;
        }

        bool ones = layout.DefaultReserved == ReservedPolicy.MustBeOne;
        string name = declared.Name.TrimStart('@');
        if (declared.Repeat is not { } repeat)
        {
            EmitGate(writer, $"\"{name}\", {declared.Msb}, {declared.Lsb}", $"{isOff} && ({GatedField.Differs(declared.Pieces, storage, ones)}) != 0");
            return;
        }

        // The lowest bit that is wrong tells the element.
        foreach (Expectation word in GatedField.Words(Enumerable.Range(0, repeat.Count).Reverse().SelectMany(element => declared.PiecesOf(element)), storage, ones))
        {
            string wrong = word.Difference(storage);
            writer.WriteLine($$"""
                    if ({{isOff}} && {{wrong}} != 0)
                    {
                        int i = (global::System.Numerics.BitOperations.TrailingZeroCount({{wrong}}) + {{word.Word.LowBit}} - {{declared.Lsb}}) / {{repeat.Stride}};
                        fault = new {{FieldCheck.FaultType}}($"{{name}}[{i}]", {{declared.Msb}} + (i * {{repeat.Stride}}), {{declared.Lsb}} + (i * {{repeat.Stride}}), {{NotAvailable}});
                        return false;
                    }

                """);
        }
    }

    private static void EmitCheck(SourceWriter writer, FieldCheck check)
    {
        foreach (string line in check.Lines(string.Empty, $"fault = {check.Fault};", "return false;"))
        {
            writer.WriteLine(line.Length == 0 ? line : "    " + line);
        }
    }

    private static void EmitGate(SourceWriter writer, string place, string condition) =>
        writer.WriteLine($$"""
                if ({{condition}})
                {
                    fault = new {{FieldCheck.FaultType}}({{place}}, {{NotAvailable}});
                    return false;
                }

            """);
}
