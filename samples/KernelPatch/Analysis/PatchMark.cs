using System.Globalization;
using System.Text.RegularExpressions;

namespace KernelPatch.Analysis;

/// <summary>The line where a finding is: the source says so in a comment at its end.</summary>
/// <param name="Number">The finding's number.</param>
/// <param name="File">The path of the file under <c>Source</c>.</param>
/// <param name="Line">The line, from 1 on.</param>
internal sealed partial record PatchMark(int Number, string File, int Line)
{
    public static IEnumerable<PatchMark> In(string file, string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Capture number in Comment().Match(lines[i].TrimEnd()).Groups["number"].Captures)
            {
                yield return new PatchMark(int.Parse(number.Value, CultureInfo.InvariantCulture), file, i + 1);
            }
        }
    }

    [GeneratedRegex(@"// findings? (?<number>\d+)(, (?<number>\d+))*$")]
    private static partial Regex Comment();
}
