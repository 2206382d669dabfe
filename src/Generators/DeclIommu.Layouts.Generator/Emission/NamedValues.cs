using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the test whether a field of an exhaustive enum holds one of the named values.</summary>
internal static class NamedValues
{
    private const int MostRanges = 3;

    /// <summary>True if the field cannot hold anything but a named value.</summary>
    public static bool AreAll(FieldModel field)
    {
        List<(EnumMemberModel From, EnumMemberModel To)> ranges = Ranges(field);
        return !field.Value.IsSigned && ranges.Count == 1 && ranges[0].From.Bits == 0 && ranges[0].To.Bits == Literal.Ones(field.Width);
    }

    /// <summary>The pattern of all named values.</summary>
    public static string Pattern(FieldModel field) => $"({string.Join(" or ", field.Value.Members.Select(member => Name(field, member)))})";

    /// <summary>The condition that <paramref name="value"/> is named: comparisons with the ends of a few ranges, which cost less than a pattern; a pattern for many.</summary>
    public static string Condition(FieldModel field, string value)
    {
        // Comparisons are those of the underlying type: no value may look negative.
        if (field.Value.IsSigned || field.Width >= field.Value.Capacity)
        {
            return $"{value} is {Pattern(field)}";
        }

        List<(EnumMemberModel From, EnumMemberModel To)> ranges = Ranges(field);
        ulong top = Literal.Ones(field.Width);
        if (ranges.Count == 2 && ranges[0].From.Bits == 0 && ranges[1].To.Bits == top && ranges[1].From.Bits == ranges[0].To.Bits + 2)
        {
            return $"{value} != ({field.Value.TypeName}){Literal.Hex(ranges[0].To.Bits + 1, 32).TrimEnd('U')}";
        }

        if (ranges.Count is 0 or > MostRanges)
        {
            return $"{value} is {Pattern(field)}";
        }

        string condition = string.Join(" || ", ranges.Select(range =>
            range.From == range.To ? $"{value} == {Name(field, range.From)}"
            : range.From.Bits == 0 ? $"{value} <= {Name(field, range.To)}"
            : range.To.Bits == top ? $"{value} >= {Name(field, range.From)}"
            : $"({value} >= {Name(field, range.From)} && {value} <= {Name(field, range.To)})"));
        return ranges.Count == 1 ? condition : $"({condition})";
    }

    // The named values that fit the field, as runs without a gap.
    private static List<(EnumMemberModel From, EnumMemberModel To)> Ranges(FieldModel field)
    {
        var ranges = new List<(EnumMemberModel From, EnumMemberModel To)>();
        foreach (EnumMemberModel member in field.Value.Members.Where(member => (member.Bits & ~Literal.Ones(field.Width)) == 0).OrderBy(static member => member.Bits))
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1].To.Bits + 1 == member.Bits)
            {
                ranges[ranges.Count - 1] = (ranges[ranges.Count - 1].From, member);
            }
            else
            {
                ranges.Add((member, member));
            }
        }

        return ranges;
    }

    private static string Name(FieldModel field, EnumMemberModel member) => $"{field.Value.TypeName}.{member.Name}";
}
