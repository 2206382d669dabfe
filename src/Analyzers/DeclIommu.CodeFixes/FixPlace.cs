using System.Threading;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;

namespace DeclIommu.CodeFixes;

/// <summary>A diagnostic and the code around it.</summary>
internal sealed record FixPlace(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    /// <summary>The innermost node that the diagnostic stands on.</summary>
    public SyntaxNode Node { get; } = Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>Reads the contracts and the known pairs of the project.</summary>
    public ReferenceScope ReadScope() => new(Model.Compilation, Document.Project.AnalyzerOptions);
}
