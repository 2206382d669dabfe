using System.Text.RegularExpressions;

namespace DeclIommu.NestedDomains.Tests.Support;

/// <summary>Two reports made comparable: which domain IDs the host hands out depends on the processor that asks, so each becomes a letter in order of appearance.</summary>
internal static partial class ReportText
{
    private const string Head = "hDomID";

    public static string[] Comparable(string[] lines)
    {
        var letters = new Dictionary<string, string>();
        int column = -1;
        return [.. lines.Select(line =>
        {
            column = line.Contains(Head, StringComparison.Ordinal) ? line.IndexOf(Head, StringComparison.Ordinal) : line.Length == 0 ? -1 : column;
            string inTables = column >= 0 && line.Length > column + Head.Length && char.IsAsciiDigit(line[column + Head.Length - 1])
                ? line[..column] + Letter(line.Substring(column, Head.Length).Trim()).PadLeft(Head.Length) + line[(column + Head.Length)..]
                : line;
            string lettered = InCommands().Replace(inTables, match => $"domain {Letter(match.Groups[1].Value)},");

            // A rule is as wide as the widest cell of its column, and that cell may hold an ID of one digit or of two.
            return Rule().IsMatch(lettered) ? DashRun().Replace(lettered, "-") : lettered;
        })];

        string Letter(string id) => letters.TryGetValue(id, out string? letter) ? letter : letters[id] = $"{(char)('a' + letters.Count)}";
    }

    [GeneratedRegex(@"domain (\d+),")]
    private static partial Regex InCommands();

    [GeneratedRegex(@"^[- ]*-[- ]*$")]
    private static partial Regex Rule();

    [GeneratedRegex("-+")]
    private static partial Regex DashRun();
}
