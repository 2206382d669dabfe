using System.Text;
using System.Text.RegularExpressions;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Source text in which expected faults are marked as <c>{|DIG0001:text|}</c>; marks may nest.</summary>
internal sealed partial record Markup(string Source, IReadOnlyList<(string Rule, int Start, int Length)> Expected)
{
    public static Markup Parse(string marked)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Rule, int Start)>();
        var expected = new List<(string Rule, int Start, int Length)>();
        for (int i = 0; i < marked.Length;)
        {
            Match start = Opening().Match(marked, i);
            if (start.Success && start.Index == i)
            {
                open.Push((start.Groups[1].Value, source.Length));
                i += start.Length;
            }
            else if (open.Count > 0 && string.CompareOrdinal(marked, i, "|}", 0, 2) == 0)
            {
                (string rule, int begin) = open.Pop();
                expected.Add((rule, begin, source.Length - begin));
                i += 2;
            }
            else
            {
                source.Append(marked[i++]);
            }
        }

        return new Markup(source.ToString(), [.. expected.OrderBy(static mark => mark.Start).ThenBy(static mark => mark.Rule, StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"\G\{\|(DIG\d{4}):")]
    private static partial Regex Opening();
}
