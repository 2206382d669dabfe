using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>Source with expected diagnostics marked: <c>{|DIL0001:expression|}</c>, several ids separated by commas.</summary>
internal sealed record Markup(string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static Markup Parse(string marked)
    {
        var source = new StringBuilder();
        var expected = new List<(string, TextSpan)>();
        var open = new Stack<(string Ids, int Start)>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked.AsSpan(i).StartsWith("{|"))
            {
                int colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (marked.AsSpan(i).StartsWith("|}"))
            {
                (string ids, int start) = open.Pop();
                expected.AddRange(ids.Split(',').Select(id => (id, TextSpan.FromBounds(start, source.Length))));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }

        return new Markup(source.ToString(), expected);
    }
}
