using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares that callers hold the lock; on request their callers too, as far as none of them takes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddRequiresLockCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.GuardedRead, RuleIds.GuardedWrite, RuleIds.CallRequiresLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        MethodDeclarationSyntax? method = node?.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        if (method is null || node!.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null || node.FirstAncestorOrSelf<LocalFunctionStatementSyntax>() is not null
            || LockText.Parse(diagnostic) is not IdentifierNameSyntax @lock || LockAttributes.Has(method, "RequiresLock", @lock.Identifier.ValueText))
        {
            return;
        }

        string name = @lock.Identifier.ValueText;
        context.RegisterCodeFix(
            CodeAction.Create("Require '" + name + "' of callers", cancellation => AddAsync(context.Document, method, name, cancellation), nameof(AddRequiresLockCodeFix)),
            diagnostic);
        context.RegisterCodeFix(
            CodeAction.Create(
                "Require '" + name + "' up the call chain",
                cancellation => CallChain.RequireAsync(context.Document, method, name, cancellation),
                nameof(AddRequiresLockCodeFix) + ".Chain"),
            diagnostic);
    }

    private static async Task<Document> AddAsync(Document document, MethodDeclarationSyntax method, string @lock, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(method, LockAttributes.Add(method, "RequiresLock", @lock)));
    }
}
