using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>An additional file of a compilation.</summary>
internal sealed class AdditionalFile(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
