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
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares that callers hold the lock; on request their callers too, as far as none of them takes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddRequiresLockCodeFix : CodeFixProvider
{
    /// <summary>The equivalence key of the fix that goes up the call chain.</summary>
    internal const string ChainKey = nameof(AddRequiresLockCodeFix) + ".Chain";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.GuardedRead, RuleIds.GuardedWrite, RuleIds.CallRequiresLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new RequiresLockFixAll();

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null || Find(root, model, diagnostic) is not { } found)
        {
            return;
        }

        Solution solution = context.Document.Project.Solution;
        context.RegisterCodeFix(
            CodeAction.Create("Require '" + found.Lock + "' of callers", cancellation => LockAttributes.RequireAsync(solution, new[] { found }, cancellation), nameof(AddRequiresLockCodeFix)),
            diagnostic);
        if (IsSimple(found.Lock))
        {
            context.RegisterCodeFix(
                CodeAction.Create("Require '" + found.Lock + "' up the call chain", cancellation => RequireChainAsync(context.Document, found.Method, found.Lock, cancellation), ChainKey),
                diagnostic);
        }
    }

    /// <summary>The method of a diagnostic, and the lock as its attribute can name it.</summary>
    internal static (MethodDeclarationSyntax Method, string Lock)? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
            || node.FirstAncestorOrSelf<SyntaxNode>(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) is not null
            || LockText.Parse(diagnostic) is not { } expression || !IsInReach(expression, method, model) || LockAttributes.Has(method, "RequiresLock", expression.ToString()))
        {
            return null;
        }

        return (method, expression.ToString());
    }

    /// <summary>True if callers know the lock by the same name.</summary>
    internal static bool IsSimple(string @lock) => @lock.All(static letter => letter is '_' || char.IsLetterOrDigit(letter));

    // What a local variable of the method leads to has no name outside.
    private static bool IsInReach(ExpressionSyntax expression, MethodDeclarationSyntax method, SemanticModel model)
    {
        ExpressionSyntax root = expression;
        while (root is MemberAccessExpressionSyntax access)
        {
            root = access.Expression;
        }

        int position = method.Body?.OpenBraceToken.Span.End ?? method.ExpressionBody?.Expression.SpanStart ?? method.SpanStart;
        return root is IdentifierNameSyntax && model.GetSpeculativeSymbolInfo(position, root, SpeculativeBindingOption.BindAsExpression).Symbol is IFieldSymbol or IPropertySymbol or IParameterSymbol or INamedTypeSymbol;
    }

    private static async Task<Solution> RequireChainAsync(Document document, MethodDeclarationSyntax method, string @lock, CancellationToken cancellation)
    {
        IEnumerable<MethodDeclarationSyntax> chain = await CallChain.CollectAsync(document, method, @lock, cancellation).ConfigureAwait(false);
        return await LockAttributes.RequireAsync(document.Project.Solution, chain.Select(member => (member, @lock)), cancellation).ConfigureAwait(false);
    }
}
