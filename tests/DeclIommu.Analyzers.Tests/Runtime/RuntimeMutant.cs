using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>A source of the runtime with one safeguard left out.</summary>
/// <param name="Name">What was left out, and where.</param>
/// <param name="Original">The source as it is.</param>
/// <param name="Changed">Its root without the safeguard.</param>
internal sealed record RuntimeMutant(string Name, SyntaxTree Original, SyntaxNode Changed)
{
    /// <summary>A mutant named for the place at which it differs.</summary>
    public static RuntimeMutant At(SyntaxNode place, SyntaxNode changed)
    {
        SyntaxTree tree = place.SyntaxTree;
        string text = tree.GetText().Lines[place.GetLocation().GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return new RuntimeMutant($"{tree.FilePath}({place.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {text}", tree, changed);
    }
}
