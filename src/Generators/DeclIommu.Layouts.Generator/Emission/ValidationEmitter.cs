using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes <c>TryValidate</c>: one masked compare a word and a look at each enum while all is well, and a search for the first fault when not.</summary>
internal static class ValidationEmitter
{
    private const string Fault = "global::DeclIommu.Layouts.LayoutFault";
    private const string Reason = "global::DeclIommu.Layouts.LayoutFaultReason";
    private const string NoInlining = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";
    private const int MostInlinedBits = 256;

    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        var expectations = Expectation.Of(layout, storage);
        IReadOnlyList<FieldCheck> checks = [.. Checks(layout, storage)];
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Tells whether reserved bits and constants are as declared, and exhaustive enums hold a named value.</summary>
            /// <param name="fault">The first fault, from the lowest bit on.</param>
            /// <returns>False if there is a fault.</returns>
            """);
        if (layout.Fields.Any(layout.IsGated))
        {
            writer.WriteLine("/// <remarks>Which capabilities the device has is not known: a gated field may be as declared, or as the reserved policy has it.</remarks>");
        }

        EmitTryValidate(writer, layout, storage, expectations, checks);
        if (layout.Capabilities is not null)
        {
            CapabilityEmitter.Emit(writer, layout, storage);
        }

        if (checks.Count > 0)
        {
            EmitFindFault(writer, layout, expectations, checks);
        }

        if (expectations.Count > 0)
        {
            EmitSearch(writer, layout, storage, expectations, checks.Count > 0 ? "FindWrongBit" : "FindFault");
        }
    }

    /// <summary>Declares the copy on which getters that are not readonly are called, and what tells places in split layouts.</summary>
    public static void EmitLocals(SourceWriter writer, LayoutModel layout, IEnumerable<FieldModel> used)
    {
        FieldModel[] fields = [.. used];
        if (fields.Any(FieldCheck.NeedsCopy))
        {
            writer.WriteLine($"    {layout.Type.Name} self = this;");
        }

        foreach (string place in fields.Select(FieldCheck.PlaceOf).OfType<string>())
        {
            writer.WriteLine("    " + place);
        }
    }

    // While all is well, only conditions are asked, so that the call can be inlined and the value stay in registers.
    private static void EmitTryValidate(SourceWriter writer, LayoutModel layout, Storage storage, IReadOnlyList<Expectation> expectations, IReadOnlyList<FieldCheck> checks)
    {
        bool isShort = layout.Bits <= MostInlinedBits && checks.All(static check => check.Holds is not null);
        if (isShort)
        {
            writer.WriteLine(TypeEmitter.Inline);
        }

        writer.Open($"public readonly bool TryValidate(out {Fault} fault)");
        if (expectations.Count == 0 && checks.Count == 0)
        {
            writer.WriteLine("fault = default;");
            writer.WriteLine("return true;");
            writer.Close();
            return;
        }

        if (!isShort)
        {
            writer.WriteLine("fault = FindFault();");
            writer.WriteLine($"return fault.Reason == {Reason}.None;");
            writer.Close();
            return;
        }

        if (layout.Fields.Any(static declared => FieldCheck.IsNeeded(declared) && FieldCheck.NeedsCopy(declared)))
        {
            writer.WriteLine($"{layout.Type.Name} self = this;");
        }

        var conditions = checks.Select(static check => check.Holds!).ToList();
        if (expectations.Count > 0)
        {
            string differs = string.Join(" | ", expectations.Select(expectation => expectation.Difference(storage)));
            conditions.Insert(0, expectations.Count == 1 && differs[0] == '(' ? $"{differs} == 0" : $"({differs}) == 0");
        }

        writer.Open($"if ({string.Join("\n    && ", conditions)})");
        writer.WriteLine("fault = default;");
        writer.WriteLine("return true;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine("fault = FaultOf(this);");
        writer.WriteLine("return false;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine($$"""
            // Takes a copy, so that a value that is well can stay in registers.
            private static {{Fault}} FaultOf({{layout.Type.Name}} value) => value.FindFault();
            """);
    }

    private static void EmitFindFault(SourceWriter writer, LayoutModel layout, IReadOnlyList<Expectation> expectations, IReadOnlyList<FieldCheck> checks)
    {
        writer.WriteLine();
        writer.WriteLine(NoInlining);
        writer.WriteLine($"private readonly {Fault} FindFault()");
        writer.WriteLine("{");
        writer.WriteLine($"    {Fault} fault = {(expectations.Count > 0 ? "FindWrongBit()" : "default")};");
        EmitLocals(writer, layout, layout.Fields.Where(FieldCheck.IsNeeded));

        // The lowest fault is the one to name, whichever kind it is of.
        foreach (string line in checks.SelectMany(static check => check.Lines(
            $" && (fault.Reason == {Reason}.None || {check.Lsb} < fault.Lsb)",
            $"fault = {check.Fault};")))
        {
            writer.WriteLine(line.Length == 0 ? line : "    " + line);
        }

        writer.WriteLine("    return fault;");
        writer.WriteLine("}");
    }

    private static IEnumerable<FieldCheck> Checks(LayoutModel layout, Storage storage)
    {
        foreach (FieldModel declared in layout.Fields)
        {
            bool isGated = layout.IsGated(declared);
            if (isGated && layout.DefaultReserved is ReservedPolicy.Preserve or ReservedPolicy.Ignore)
            {
                continue;
            }

            IEnumerable<FieldCheck> checks = isGated ? GatedField.Lenient(layout, declared, storage)
                : !FieldCheck.IsNeeded(declared) ? []
                : [declared.IsExhaustive ? FieldCheck.OfExhaustive(declared) : FieldCheck.OfNested(declared)];
            foreach (FieldCheck check in checks)
            {
                yield return check;
            }
        }
    }

    private static void EmitSearch(SourceWriter writer, LayoutModel layout, Storage storage, IReadOnlyList<Expectation> expectations, string name)
    {
        writer.WriteLine();
        writer.WriteLine(NoInlining);
        writer.WriteLine($"private readonly {Fault} {name}()");
        writer.WriteLine("{");
        foreach (Expectation expectation in expectations)
        {
            string wrong = $"wrong{expectation.Word.Index}";
            string low = expectation.Word.LowBit == 0 ? string.Empty : $" + {expectation.Word.LowBit}";
            writer.WriteLine($$"""
                    ulong {{wrong}} = {{expectation.Difference(storage)}};
                    if ({{wrong}} != 0)
                    {
                        return FaultAt(global::System.Numerics.BitOperations.TrailingZeroCount({{wrong}}){{low}});
                    }

                """);
        }

        writer.WriteLine("    return default;");
        writer.WriteLine("}");
        writer.WriteLine();
        writer.WriteLine($"private static {Fault} FaultAt(int bit) => bit switch");
        writer.WriteLine("{");
        foreach (FieldConstant constant in layout.Constants)
        {
            string bits = string.Join(" or ", constant.Pieces.Select(static piece => piece.Width == 1 ? $"{piece.Lsb}" : $"(>= {piece.Lsb} and <= {piece.Msb})"));
            writer.WriteLine($"    {bits} => new {Fault}(\"{constant.Name.TrimStart('@')}\", {constant.Pieces.Max(static piece => piece.Msb)}, {constant.Pieces.Min(static piece => piece.Lsb)}, {Reason}.ConstantMismatch),");
        }

        foreach (ReservedRange ones in layout.Reserved.Where(static range => range.Policy == ReservedPolicy.MustBeOne))
        {
            writer.WriteLine($"    {(ones.Msb == ones.Lsb ? $"{ones.Lsb}" : $">= {ones.Lsb} and <= {ones.Msb}")} => new {Fault}(null, bit, bit, {Reason}.ReservedBitClear),");
        }

        writer.WriteLine($"    _ => new {Fault}(null, bit, bit, {Reason}.ReservedBitSet),");
        writer.WriteLine("};");
    }
}
