using System.Linq;
using DeclIommu.Analyzers.Contracts;
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

    /// <summary>Whether the type decrements the field somewhere and looks whether zero is reached: at once, or later in a member that releases.</summary>
    public static bool ReachesZero(IFieldSymbol field, OwnershipReader contracts)
        => field.ContainingType.DeclaringSyntaxReferences.SelectMany(static reference => reference.GetSyntax().DescendantNodes())
                .Any(node => IsTest(node) && node.ChildNodes().Any(operand => IsDecrementOf(operand, field.Name)))
            || field.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(method => contracts.Of(method).Receiver is ReceiverEffect.Releases)
                .SelectMany(static method => method.DeclaringSyntaxReferences).Any(reference => LooksAfterDecrement(reference.GetSyntax(), field.Name));

    /// <summary>The field whose value a property returns, and nothing else.</summary>
    public static IFieldSymbol? ReturnedBy(IPropertySymbol property)
    {
        SyntaxNode? declaration = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        ExpressionSyntax? value = declaration is not PropertyDeclarationSyntax syntax ? null
            : syntax.ExpressionBody?.Expression ?? syntax.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))?.ExpressionBody?.Expression;
        if (value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" }, ArgumentList.Arguments: { Count: 1 } arguments })
        {
            value = arguments[0].Expression;
        }

        return value is IdentifierNameSyntax { Identifier.ValueText: var name } ? property.ContainingType.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() : null;
    }

    // Whether it is below zero asks only for a release too many: zero is a count like any other then.
    private static bool IsTest(SyntaxNode node)
        => node is BinaryExpressionSyntax binary && (binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.GreaterThanOrEqualExpression ? IsZero(binary.Right)
            : binary.Kind() is SyntaxKind.GreaterThanExpression or SyntaxKind.LessThanOrEqualExpression && IsZero(binary.Left)) ? false
            : node is IsPatternExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax
            || node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    private static bool IsZero(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.Value: 0 };

    private static bool LooksAfterDecrement(SyntaxNode member, string field)
    {
        foreach (SyntaxNode decrement in member.DescendantNodes().Where(node => IsDecrementOf(node, field)))
        {
            string? variable = decrement.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText ?? (decrement.Parent as AssignmentExpressionSyntax)?.Left.ToString();
            if (member.DescendantNodes().Any(test => IsTest(test) && (test.Span.Contains(decrement.Span) || (test.SpanStart > decrement.SpanStart && (Names(test, field) || (variable is not null && Names(test, variable)))))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecrementOf(SyntaxNode node, string field) => node switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsDecrementOf(parenthesized.Expression, field),
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreDecrementExpression) && Names(prefix.Operand, field),
        PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.PostDecrementExpression) && Names(postfix.Operand, field),
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && Names(assignment.Left, field),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Decrement" }, ArgumentList.Arguments: { Count: 1 } arguments } => Names(arguments[0], field),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" }, ArgumentList.Arguments: { Count: 2 } arguments }
            => Names(arguments[0], field) && arguments[1].Expression.IsKind(SyntaxKind.UnaryMinusExpression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareExchange" }, ArgumentList.Arguments: { Count: 3 } arguments }
            => Names(arguments[0], field) && arguments[1].Expression.IsKind(SyntaxKind.SubtractExpression),
        _ => false,
    };

    private static bool Names(SyntaxNode node, string name) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name);
}
