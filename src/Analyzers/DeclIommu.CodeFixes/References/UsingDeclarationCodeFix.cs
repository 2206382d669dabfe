using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.References;

/// <summary>Makes the variable that holds an owned reference a <c>using</c> declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UsingDeclarationCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.LeakOnException);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || OwnedVariable.Find(root?.FindNode(context.Span, getInnermostNodeForTie: true), model, context.CancellationToken) is not { } variable
            || variable.Release?.Name is not "Dispose" || variable.IsHandedOn(model, context.CancellationToken))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Dispose of '" + variable.Name + "' at the end of the block", cancellation => RewriteAsync(context.Document, variable, cancellation), nameof(UsingDeclarationCodeFix)),
            context.Diagnostics);
    }

    private static async Task<Document> RewriteAsync(Document document, OwnedVariable variable, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SyntaxTriviaList leading = variable.Declaration.GetLeadingTrivia();
        LocalDeclarationStatementSyntax declaration = variable.Declaration.WithoutLeadingTrivia()
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(leading);
        BlockSyntax block = variable.WithoutReleases();
        int index = variable.Block.Statements.IndexOf(variable.Declaration);
        BlockSyntax changed = block.ReplaceNode(block.Statements[index], declaration).WithAdditionalAnnotations(Formatter.Annotation);
        return document.WithSyntaxRoot(root.ReplaceNode(variable.Block, changed));
    }
}
