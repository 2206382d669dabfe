using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Knows the fields in which types count the references to themselves.</summary>
internal static class CountFields
{
    /// <summary>Whether a call of <see cref="System.Threading.Interlocked"/> makes a count larger.</summary>
    public static bool IsIncrement(IInvocationOperation call)
        => call.TargetMethod.Name is "Increment" || (call.Arguments.Length == 2 && call.Arguments[1].Value.ConstantValue is { HasValue: true, Value: > 0 or > 0L });

    /// <summary>Whether a call of <see cref="System.Threading.Interlocked"/> makes a count smaller.</summary>
    public static bool IsDecrement(IInvocationOperation call)
        => call.TargetMethod.Name is "Decrement" || (call.TargetMethod.Name is "Add" && call.Arguments[1].Value.ConstantValue is { HasValue: true, Value: < 0 or < 0L });

    /// <summary>Whether the type decrements the field somewhere and looks whether zero is reached.</summary>
    public static bool ReachesZero(IFieldSymbol field)
        => field.ContainingType.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantNodes().OfType<BinaryExpressionSyntax>().Any(test => IsZeroTest(test, field.Name)));

    /// <summary>Whether the member looks at the field before a place, or at what becomes of it there.</summary>
    public static bool IsLookedAt(IFieldSymbol field, IOperation increment)
    {
        IOperation root = increment;
        for (IOperation? parent = increment.Parent; parent is not null; root = parent, parent = parent.Parent)
        {
            if (parent is IBinaryOperation { OperatorKind: not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract) } or IIsPatternOperation)
            {
                return true;
            }
        }

        return root.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && member.DescendantNodes().Any(node => node.SpanStart < increment.Syntax.SpanStart && IsTest(node) && Names(node, field.Name));
    }

    private static bool IsTest(SyntaxNode node)
        => node is IsPatternExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax
            || node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    private static bool IsZeroTest(BinaryExpressionSyntax test, string name)
        => IsTest(test) && (IsDecrementOf(test.Left, name) || IsDecrementOf(test.Right, name));

    private static bool IsDecrementOf(ExpressionSyntax expression, string name) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsDecrementOf(parenthesized.Expression, name),
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreDecrementExpression) && Names(prefix.Operand, name),
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && Names(assignment.Left, name),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Decrement" or "Add" }, ArgumentList.Arguments: { Count: > 0 } arguments } => Names(arguments[0], name),
        _ => false,
    };

    private static bool Names(SyntaxNode node, string name) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name);
}
