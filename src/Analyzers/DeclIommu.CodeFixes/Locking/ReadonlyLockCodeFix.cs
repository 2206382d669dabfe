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

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Makes the field of a lock readonly, where nothing but constructors sets it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReadonlyLockCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UnsuitableLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model?.GetSymbolInfo(root.FindNode(context.Span, getInnermostNodeForTie: true), context.CancellationToken).Symbol is not IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private } field
            || field.DeclaringSyntaxReferences.Length != 1 || field.DeclaringSyntaxReferences[0].SyntaxTree != root.SyntaxTree
            || (await field.DeclaringSyntaxReferences[0].GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false)).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { Declaration.Variables.Count: 1 } declaration
            || IsSetElsewhere(root, model, field, context.CancellationToken))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Make '" + field.Name + "' readonly", _ => Task.FromResult(MakeReadonly(context.Document, root, declaration)), nameof(ReadonlyLockCodeFix)),
            context.Diagnostics);
    }

    private static bool IsSetElsewhere(SyntaxNode root, SemanticModel model, IFieldSymbol field, CancellationToken cancellation)
        => field.ContainingType.DeclaringSyntaxReferences.Length != 1
            || root.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment
                => assignment.Ancestors().All(static node => node is not ConstructorDeclarationSyntax)
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left, cancellation).Symbol, field));

    private static Document MakeReadonly(Document document, SyntaxNode root, FieldDeclarationSyntax declaration)
        => document.WithSyntaxRoot(root.ReplaceNode(
            declaration,
            declaration.AddModifiers(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space))));
}
