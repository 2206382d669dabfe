using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares the guard that most uses of a field already keep to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddGuardedByCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.InconsistentLocking);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        if (diagnostic.AdditionalLocations.Count == 0 || !diagnostic.Properties.TryGetValue(FixProperties.Lock, out string? @lock) || @lock is null
            || context.Document.Project.GetDocument(diagnostic.AdditionalLocations[0].SourceTree) is not { } document)
        {
            return;
        }

        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.AdditionalLocations[0].SourceSpan).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } field
            || LockAttributes.Has(field, "GuardedBy", @lock))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Declare GuardedBy(nameof(" + @lock + "))", cancellation => AddAsync(document, field, @lock, cancellation), nameof(AddGuardedByCodeFix)),
            diagnostic);
    }

    private static async Task<Solution> AddAsync(Document document, FieldDeclarationSyntax field, string @lock, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(field, LockAttributes.Add(field, "GuardedBy", @lock))).Project.Solution;
    }
}
