using System.Collections.Generic;
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

/// <summary>Releases an owned reference in a finally block around what follows its declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReleaseInFinallyCodeFix : CodeFixProvider
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
        if (model is null || OwnedVariable.Find(root?.FindNode(context.Span, getInnermostNodeForTie: true), model, context.CancellationToken) is not { Release: { ReturnsVoid: true } release } variable
            || variable.IsLast || variable.IsHandedOn(model, context.CancellationToken))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Release '" + variable.Name + "' in a finally block", cancellation => RewriteAsync(context.Document, variable, release.Name, cancellation), nameof(ReleaseInFinallyCodeFix)),
            context.Diagnostics);
    }

    private static async Task<Document> RewriteAsync(Document document, OwnedVariable variable, string release, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SyntaxList<StatementSyntax> statements = variable.WithoutReleases().Statements;
        int index = variable.Block.Statements.IndexOf(variable.Declaration);
        string call = variable.Name + (variable.IsNullable ? "?." : ".") + release + "();\n";
        TryStatementSyntax guarded = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(statements.Skip(index + 1)),
                default,
                SyntaxFactory.FinallyClause(SyntaxFactory.Block(SyntaxFactory.ParseStatement(call))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        IEnumerable<StatementSyntax> rewritten = statements.Take(index + 1).Append(guarded);
        return document.WithSyntaxRoot(root.ReplaceNode(variable.Block, variable.Block.WithStatements(SyntaxFactory.List(rewritten)).WithAdditionalAnnotations(Formatter.Annotation)));
    }
}
