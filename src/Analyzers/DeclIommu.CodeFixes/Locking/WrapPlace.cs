using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>The code that a lock can be put around: a statement, or the expression that is the body of a member, an accessor or a lambda.</summary>
/// <param name="Node">The statement, or what has the expression as its body.</param>
/// <param name="Code">The statement or the expression.</param>
/// <param name="ReturnsValue">Whether the expression is the result.</param>
internal sealed record WrapPlace(SyntaxNode Node, SyntaxNode Code, bool ReturnsValue)
{
    /// <summary>The innermost place around a node, or null if that cannot be put under a lock.</summary>
    public static WrapPlace? Around(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        for (SyntaxNode? outer = node; outer is not null; outer = outer.Parent)
        {
            if (outer is StatementSyntax)
            {
                bool isWhole = outer is ExpressionStatementSyntax or ReturnStatementSyntax or IfStatementSyntax or ForEachStatementSyntax or SwitchStatementSyntax or ThrowStatementSyntax;
                return isWhole && !Leaks(outer, model) ? new WrapPlace(outer, outer, ReturnsValue: false) : null;
            }

            if (outer is ArrowExpressionClauseSyntax || (outer is LambdaExpressionSyntax { ExpressionBody: { } body } && body.Span.Contains(node.Span)))
            {
                SyntaxNode owner = outer is ArrowExpressionClauseSyntax ? outer.Parent! : outer;
                return ExpressionBodies.Of(owner) is { } expression && ExpressionBodies.ReturnsValue(owner, model, cancellation) is { } returnsValue
                    ? new WrapPlace(owner, expression, returnsValue)
                    : null;
            }

            if (outer is MemberDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The code itself, without that of functions in it.</summary>
    public IEnumerable<SyntaxNode> OwnNodes() => Code.DescendantNodesAndSelf(static inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    /// <summary>The tree with the place under the lock.</summary>
    /// <param name="root">The root of the tree.</param>
    /// <param name="current">The place in that tree.</param>
    /// <param name="returnsValue">Whether the expression is the result.</param>
    /// <param name="protection">The lock.</param>
    public static SyntaxNode Protect(SyntaxNode root, SyntaxNode current, bool returnsValue, Protection protection)
        => IsInList(current) ? root.ReplaceNode(current, protection.Around(new[] { (StatementSyntax)current })) : root.ReplaceNode(current, Protect(current, returnsValue, protection));

    /// <summary>The place under the lock, as one node.</summary>
    public static SyntaxNode Protect(SyntaxNode current, bool returnsValue, Protection protection) => IsStatement(current)
        ? protection.AroundOne((StatementSyntax)current)
        : ExpressionBodies.ToBlock(current, returnsValue, inner => SyntaxFactory.Block(protection.Around(new[] { inner })));

    /// <summary>Whether the place is a statement among others.</summary>
    public static bool IsInList(SyntaxNode place) => IsStatement(place) && place.Parent is BlockSyntax or SwitchSectionSyntax;

    private static bool IsStatement(SyntaxNode place) => place is StatementSyntax and not LocalFunctionStatementSyntax;

    // A variable that the statement declares for those after it would be lost in a block.
    private static bool Leaks(SyntaxNode statement, SemanticModel model)
    {
        if (statement.Parent is not { } scope || !statement.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any() || model.AnalyzeDataFlow(statement) is not { Succeeded: true } flow)
        {
            return false;
        }

        return scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name
            => !statement.Span.Contains(name.Span) && model.GetSymbolInfo(name).Symbol is ILocalSymbol local && flow.VariablesDeclared.Contains(local));
    }
}
