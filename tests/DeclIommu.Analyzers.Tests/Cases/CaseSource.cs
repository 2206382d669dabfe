using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>A source of a case without its markup, and what the markup said.</summary>
internal sealed record CaseSource(string Name, string Text, IReadOnlyList<ExpectedDiagnostic> Expected)
{
    private const string Open = "{|";
    private const string Close = "|}";

    /// <summary>Takes <c>{|DIL0001:expression|}</c> out of the text; the marks nest.</summary>
    /// <exception cref="FormatException">A mark is not closed, not opened, or names no rule.</exception>
    public static CaseSource Parse(string name, string marked)
    {
        var text = new System.Text.StringBuilder(marked.Length);
        var expected = new List<ExpectedDiagnostic>();
        var open = new Stack<(string Rule, int Start)>();
        for (var position = 0; position < marked.Length;)
        {
            if (IsAt(marked, position, Open))
            {
                var colon = marked.IndexOf(':', position);
                if (colon < 0 || !IsRule(marked[(position + Open.Length)..colon]))
                {
                    throw new FormatException($"{name}: the mark at {position} names no rule.");
                }
                open.Push((marked[(position + Open.Length)..colon], text.Length));
                position = colon + 1;
            }
            else if (IsAt(marked, position, Close))
            {
                if (!open.TryPop(out var mark))
                {
                    throw new FormatException($"{name}: a mark is closed at {position} that was not opened.");
                }
                expected.Add(new ExpectedDiagnostic(mark.Rule, name, TextSpan.FromBounds(mark.Start, text.Length)));
                position += Close.Length;
            }
            else
            {
                text.Append(marked[position++]);
            }
        }
        return open.Count == 0
            ? new CaseSource(name, text.ToString(), expected)
            : throw new FormatException($"{name}: the mark {open.Peek().Rule} is not closed.");
    }

    private static bool IsAt(string text, int position, string mark) => string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0;

    private static bool IsRule(string text) =>
        text.Length == 7 && (text.StartsWith("DIL", StringComparison.Ordinal) || text.StartsWith("DIR", StringComparison.Ordinal)) && text.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;
}
