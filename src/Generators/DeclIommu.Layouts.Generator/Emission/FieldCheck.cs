using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>What may be wrong with a field that a masked compare does not tell, and the fault that it is; of a repeated field once for each element <c>i</c>.</summary>
internal sealed record FieldCheck(RepeatModel? Repeat, string Condition, string Field, string Msb, string Lsb, string Reason)
{
    public const string FaultType = "global::DeclIommu.Layouts.LayoutFault";
    public const string Reasons = "global::DeclIommu.Layouts.LayoutFaultReason";

    /// <summary>What holds while nothing is wrong, without the fault; null if that takes more than an expression.</summary>
    public string? Holds { get; init; }

    public string Fault => $"new {FaultType}({Field}, {Msb}, {Lsb}, {Reason})";

    /// <summary>Whether a field of that kind has checks of its own.</summary>
    public static bool IsNeeded(FieldModel declared) =>
        declared.Value.Kind == ValueKind.Layout || (declared.IsExhaustive && declared.Value.Members.Count > 0 && !NamedValues.AreAll(declared));

    /// <summary>True if the field's accessors are called on a copy, because they do not promise to change nothing.</summary>
    public static bool NeedsCopy(FieldModel declared) => !declared.Member.IsReadOnly;

    /// <summary>The check that an exhaustive enum has a name, where every bit pattern of <paramref name="alsoValid"/> passes too.</summary>
    public static FieldCheck OfExhaustive(FieldModel declared, params ulong[] alsoValid)
    {
        string type = declared.Value.TypeName;
        string[] others =
        [
            .. alsoValid.Where(bits => declared.Value.Members.All(member => (member.Bits & Literal.Ones(declared.Width)) != bits))
                .Select(bits => Cast(declared, bits)),
        ];
        string known = string.Join(" or ", declared.Value.Members.Select(member => $"{type}.{member.Name}").Concat(others));
        return Of(declared, $"{Element(declared)} is not ({known})", "UndefinedValue") with
        {
            Holds = declared.Repeat is not null ? null
                : others.Length > 0 ? $"{Element(declared)} is ({known})"
                : NamedValues.Condition(declared, Element(declared)),
        };
    }

    /// <summary>The check that a member of an enum is available.</summary>
    public static FieldCheck OfMember(FieldModel declared, EnumMemberModel member)
    {
        string isOff = string.Join(" && ", member.Capabilities.Select(static capability => $"!capabilities.{capability}"));
        return Of(declared, $"{isOff} && {Element(declared)} is {declared.Value.TypeName}.{member.Name}", "NotAvailable");
    }

    /// <summary>The check of a nested layout, with the given capabilities if it asks for the same.</summary>
    public static FieldCheck OfNested(FieldModel declared, string? capabilities = null, string alsoValid = "")
    {
        string inner = InnerName(declared);
        string argument = capabilities is not null && capabilities == declared.Value.Capabilities ? "in capabilities, " : string.Empty;
        string valid = $"{Element(declared)}.TryValidate({argument}out {FaultType} {inner})";
        string place = declared.Repeat is { } repeat ? $"{declared.Lsb} + (i * {repeat.Stride})" : $"{declared.Lsb}";
        bool isSplit = declared.Pieces.Count > 1;
        string At(string end, string order) => isSplit
            ? $"global::System.Math.{order}({PlaceName(declared)}({inner}.Msb), {PlaceName(declared)}({inner}.Lsb))"
            : $"{inner}.{end} + {place}";
        string name = declared.Repeat is null ? $"\"{Plain(declared)}.\" + {inner}.Field" : $"$\"{Plain(declared)}[{{i}}].{{{inner}.Field}}\"";
        return new FieldCheck(declared.Repeat, $"!{valid}{alsoValid}", $"{inner}.Field is null ? null : {name}", At("Msb", "Max"), At("Lsb", "Min"), $"{inner}.Reason")
        {
            Holds = declared.Repeat is null && capabilities is null && alsoValid.Length == 0 ? $"{Element(declared)}.TryValidate(out _)" : null,
        };
    }

    /// <summary>The local function that tells where a bit of a split nested layout lies; null if the field is in one piece.</summary>
    public static string? PlaceOf(FieldModel declared)
    {
        if (declared.Value.Kind != ValueKind.Layout || declared.Pieces.Count == 1)
        {
            return null;
        }

        var arms = new List<string>();
        int below = 0;
        foreach (BitPiece piece in declared.Pieces.Reverse())
        {
            string shift = piece.Lsb >= below ? $"bit + {piece.Lsb - below}" : $"bit - {below - piece.Lsb}";
            below += piece.Width;
            arms.Add($"{(below == declared.Width ? "_" : $"< {below}")} => {shift}");
        }

        return $"static int {PlaceName(declared)}(int bit) => bit switch {{ {string.Join(", ", arms)} }};";
    }

    /// <summary>The expression of a field's value; of a repeated one, that of the element <c>i</c>.</summary>
    public static string Element(FieldModel declared)
    {
        string self = NeedsCopy(declared) ? "self" : "this";
        return declared switch
        {
            { Repeat: null } => self == "this" ? declared.Name : $"{self}.{declared.Name}",
            { Member.Form: AccessorForm.Indexer } => $"{self}[i]",
            _ => self == "this" ? $"Get{declared.Name}(i)" : $"{self}.Get{declared.Name}(i)",
        };
    }

    /// <summary>The statements of the check: what is done where the condition, with more of it behind, holds.</summary>
    public IEnumerable<string> Lines(string andThat, params string[] statements)
    {
        string indent = Repeat is null ? string.Empty : "    ";
        if (Repeat is not null)
        {
            yield return $"for (int i = 0; i < {Repeat.Count}; i++)";
            yield return "{";
        }

        yield return $"{indent}if ({Condition}{andThat})";
        yield return indent + "{";
        foreach (string statement in statements)
        {
            yield return $"{indent}    {statement}";
        }

        yield return indent + "}";
        if (Repeat is not null)
        {
            yield return "}";
        }

        yield return string.Empty;
    }

    private static FieldCheck Of(FieldModel declared, string condition, string reason)
    {
        string lsb = declared.Repeat is { } repeat ? $"{declared.Lsb} + (i * {repeat.Stride})" : $"{declared.Lsb}";
        string msb = declared.Repeat is null ? $"{declared.Msb}" : $"{lsb} + {declared.Width - 1}";
        string name = declared.Repeat is null ? $"\"{Plain(declared)}\"" : $"$\"{Plain(declared)}[{{i}}]\"";
        return new FieldCheck(declared.Repeat, condition, name, msb, lsb, $"{Reasons}.{reason}");
    }

    // Where an enum means a sign, the value is that of the sign-extended bits.
    private static string Cast(FieldModel declared, ulong bits)
    {
        bool isNegative = declared.Value.IsSigned && (bits & (1UL << (declared.Width - 1))) != 0;
        string number = isNegative ? $"-0x{unchecked((~bits & Literal.Ones(declared.Width)) + 1):X}L" : Literal.Hex(bits, 64);
        return $"unchecked(({declared.Value.TypeName})({number}))";
    }

    private static string Plain(FieldModel declared) => declared.Name.TrimStart('@');

    private static string InnerName(FieldModel declared) => $"faultIn{Plain(declared)}";

    private static string PlaceName(FieldModel declared) => $"PlaceIn{Plain(declared)}";
}
