using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes <c>TryValidate</c>: one masked compare a word while all is well, and a search for the first fault when not.</summary>
internal static class ValidationEmitter
{
    private const string Fault = "global::DeclIommu.Layouts.LayoutFault";
    private const string Reason = "global::DeclIommu.Layouts.LayoutFaultReason";

    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        var expectations = Expectation.Of(layout, storage);
        var checks = layout.Fields.SelectMany(declared => FieldChecks(declared)).ToList();
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Tells whether reserved bits and constants are as declared, and exhaustive enums hold a named value.</summary>
            /// <param name="fault">The first fault, from the lowest bit on.</param>
            /// <returns>False if there is a fault.</returns>
            public readonly bool TryValidate(out {{Fault}} fault)
            {
            """);
        EmitBody(writer, layout, storage, expectations, checks);
        writer.WriteLine("}");
        if (layout.Capabilities is not null)
        {
            CapabilityEmitter.Emit(writer, layout, storage);
        }

        if (expectations.Count > 0)
        {
            EmitSearch(writer, layout, storage, expectations);
        }
    }

    private static void EmitBody(SourceWriter writer, LayoutModel layout, Storage storage, IReadOnlyList<Expectation> expectations, IReadOnlyList<FieldCheck> checks)
    {
        if (checks.Count > 0)
        {
            writer.WriteLine("    fault = default;");
        }

        if (expectations.Count > 0)
        {
            string differs = string.Join(" | ", expectations.Select(expectation => expectation.Difference(storage)));
            writer.WriteLine($$"""
                    if (({{differs}}) != 0)
                    {
                        fault = FindFault();
                """);
            if (checks.Count == 0)
            {
                writer.WriteLine("        return false;");
            }

            writer.WriteLine("    }");
            writer.WriteLine();
        }

        if (checks.Count == 0)
        {
            writer.WriteLine("    fault = default;");
            writer.WriteLine("    return true;");
            return;
        }

        if (layout.Fields.Any(static declared => !declared.Member.IsReadOnly))
        {
            writer.WriteLine($"    {layout.Type.Name} self = this;");
        }

        foreach (FieldCheck check in checks)
        {
            foreach (string line in check.Lines)
            {
                writer.WriteLine(line.Length == 0 ? line : "    " + line);
            }
        }

        writer.WriteLine($"    return fault.Reason == {Reason}.None;");
    }

    private static IEnumerable<FieldCheck> FieldChecks(FieldModel declared)
    {
        string self = !declared.Member.IsReadOnly ? "self." : string.Empty;
        string name = declared.Name.TrimStart('@');
        bool isNested = declared.Value.Kind == ValueKind.Layout && declared.Pieces.Count == 1;
        if (!declared.IsExhaustive && !isNested)
        {
            yield break;
        }

        if (declared.Repeat is { } repeat)
        {
            string element = declared.Member.Form == AccessorForm.Indexer ? (self.Length > 0 ? "self[i]" : "this[i]") : $"{self}Get{declared.Name}(i)";
            yield return new FieldCheck(
            [
                $"for (int i = 0; i < {repeat.Count}; i++)",
                "{",
                .. Check(declared, element, $"{declared.Lsb} + (i * {repeat.Stride})", $"{name}[{{i}}]").Select(static line => line.Length == 0 ? line : "    " + line).Reverse().SkipWhile(static line => line.Length == 0).Reverse(),
                "}",
                string.Empty,
            ]);
        }
        else
        {
            yield return new FieldCheck(Check(declared, self + declared.Name, declared.Lsb.ToString(System.Globalization.CultureInfo.InvariantCulture), name));
        }
    }

    private static IReadOnlyList<string> Check(FieldModel declared, string value, string lsb, string name)
    {
        string quoted = name.Contains('{') ? $"$\"{name}\"" : $"\"{name}\"";
        if (declared.IsExhaustive)
        {
            if (declared.Value.Members.Count == 0)
            {
                return [];
            }

            string known = string.Join(" or ", declared.Value.Members.Select(member => $"{declared.Value.TypeName}.{member.Name}"));
            string msb = declared.Repeat is null ? $"{declared.Msb}" : $"{lsb} + {declared.Width - 1}";
            return
            [
                $"if ({value} is not ({known}) && {IsLower(lsb)})",
                "{",
                $"    fault = new {Fault}({quoted}, {msb}, {lsb}, {Reason}.UndefinedValue);",
                "}",
                string.Empty,
            ];
        }

        string inner = $"faultIn{declared.Name.TrimStart('@')}";
        string dotted = name.Contains('{') ? $"$\"{name}.{{{inner}.Field}}\"" : $"\"{name}.\" + {inner}.Field";
        return
        [
            $"if (!{value}.TryValidate(out {Fault} {inner}) && {IsLower($"{inner}.Lsb + {lsb}")})",
            "{",
            $"    fault = new {Fault}({inner}.Field is null ? null : {dotted}, {inner}.Msb + {lsb}, {inner}.Lsb + {lsb}, {inner}.Reason);",
            "}",
            string.Empty,
        ];
    }

    // The lowest fault is the one to name, whichever kind it is of.
    private static string IsLower(string lsb) => $"(fault.Reason == {Reason}.None || {lsb} < fault.Lsb)";

    private static void EmitSearch(SourceWriter writer, LayoutModel layout, Storage storage, IReadOnlyList<Expectation> expectations)
    {
        writer.WriteLine();
        writer.WriteLine("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        writer.WriteLine($"private readonly {Fault} FindFault()");
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

    private sealed record FieldCheck(IReadOnlyList<string> Lines);
}
