using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Finds the code of an exit: the return, the closing brace, the throw.</summary>
internal sealed class ExitLocator
{
    private readonly SyntaxNode _body;

    public ExitLocator(ControlFlowGraph graph) => _body = graph.OriginalOperation.Syntax;

    public Location Locate(BasicBlock from, ControlFlowBranch branch)
    {
        if (branch.Semantics is ControlFlowBranchSemantics.Return && from.BranchValue is { } value && from.ConditionKind is ControlFlowConditionKind.None)
        {
            return (value.Syntax.FirstAncestorOrSelf<ReturnStatementSyntax>() ?? value.Syntax).GetLocation();
        }

        return PlainReturn(from, branch)?.GetLocation() ?? End();
    }

    public Location LocateThrow(BasicBlock from)
    {
        SyntaxNode? anchor = from.BranchValue?.Syntax ?? (from.Operations.IsEmpty ? null : from.Operations[from.Operations.Length - 1].Syntax);
        SyntaxNode? thrown = anchor?.FirstAncestorOrSelf<SyntaxNode>(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax);
        if (thrown is null && anchor is not null)
        {
            thrown = _body.DescendantNodes().OfType<ThrowStatementSyntax>().FirstOrDefault(node => node.SpanStart >= anchor.SpanStart);
        }

        return (thrown ?? _body.DescendantNodes().OfType<ThrowStatementSyntax>().FirstOrDefault() ?? anchor ?? _body).GetLocation();
    }

    /// <summary>The closing brace of the body, or its expression.</summary>
    public Location End()
    {
        if (_body is CompilationUnitSyntax program)
        {
            return program.Members.OfType<GlobalStatementSyntax>().Last().GetLocation();
        }

        BlockSyntax? block = _body as BlockSyntax ?? _body switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            AccessorDeclarationSyntax accessor => accessor.Body,
            LocalFunctionStatementSyntax function => function.Body,
            AnonymousFunctionExpressionSyntax function => function.Block,
            _ => null,
        };
        if (block is not null)
        {
            return block.CloseBraceToken.GetLocation();
        }

        SyntaxNode? expression = _body switch
        {
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            BaseMethodDeclarationSyntax method => method.ExpressionBody?.Expression,
            AccessorDeclarationSyntax accessor => accessor.ExpressionBody?.Expression,
            LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression,
            AnonymousFunctionExpressionSyntax function => function.ExpressionBody,
            _ => null,
        };
        return (expression ?? _body).GetLocation();
    }

    // The graph does not keep the statement of a return without a value: it is the statement that follows the code that leads there.
    private SyntaxNode? PlainReturn(BasicBlock from, ControlFlowBranch branch)
    {
        SyntaxNode? anchor = from.BranchValue?.Syntax ?? (from.Operations.IsEmpty ? null : from.Operations[from.Operations.Length - 1].Syntax);
        if (anchor?.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        if (from.ConditionKind is ControlFlowConditionKind.None)
        {
            return IsPlainReturn(statement) ? statement : ReturnAt(Next(statement));
        }

        if (statement is not IfStatementSyntax decision)
        {
            return ReturnAt(Next(statement));
        }

        bool outcome = (branch == from.ConditionalSuccessor) == (from.ConditionKind is ControlFlowConditionKind.WhenTrue);
        for (SyntaxNode? node = anchor; node is not null && node != decision; node = node.Parent)
        {
            outcome ^= node.IsKind(SyntaxKind.LogicalNotExpression) && node != anchor;
        }

        SyntaxNode? then = ReturnAt(decision.Statement);
        SyntaxNode? otherwise = decision.Else is { } alternative ? ReturnAt(alternative.Statement) : ReturnAt(Next(decision));
        return outcome ? then ?? otherwise : otherwise ?? (decision.Else is null && IsLast(decision) ? null : then);
    }

    private static bool IsPlainReturn(SyntaxNode node) => node is ReturnStatementSyntax { Expression: null } || node.IsKind(SyntaxKind.YieldBreakStatement);

    private static SyntaxNode? ReturnAt(SyntaxNode? statement)
    {
        while (statement is BlockSyntax { Statements.Count: > 0 } or LabeledStatementSyntax)
        {
            statement = statement is BlockSyntax block ? block.Statements[0] : ((LabeledStatementSyntax)statement).Statement;
        }

        return statement is not null && IsPlainReturn(statement) ? statement : null;
    }

    private bool IsLast(StatementSyntax statement) => Next(statement) is null;

    private SyntaxNode? Next(SyntaxNode statement)
    {
        for (SyntaxNode? node = statement; node is not null && node != _body; node = node.Parent)
        {
            if (node.Parent is BlockSyntax block && node is StatementSyntax inner)
            {
                int index = block.Statements.IndexOf(inner);
                if (index >= 0 && index + 1 < block.Statements.Count)
                {
                    return block.Statements[index + 1];
                }
            }

            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }
}
