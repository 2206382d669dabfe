using System.Collections.Immutable;
using System.Composition;
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

/// <summary>Leaves a method that returns nothing where a conditional acquire fails.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CheckAcquireCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UncheckedAcquire);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax call } statement
            || statement.Parent is not BlockSyntax
            || statement.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } }
            || model.GetTypeInfo(call, context.CancellationToken).Type is not { SpecialType: SpecialType.System_Boolean })
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Return if the reference is not acquired", cancellation => RewriteAsync(context.Document, statement, call, cancellation), nameof(CheckAcquireCodeFix)),
            context.Diagnostics);
    }

    private static async Task<Document> RewriteAsync(Document document, ExpressionStatementSyntax statement, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        IfStatementSyntax check = SyntaxFactory.IfStatement(
                SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, call.WithoutTrivia()),
                SyntaxFactory.Block(SyntaxFactory.ReturnStatement()))
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return document.WithSyntaxRoot(root.ReplaceNode(statement, check));
    }
}
