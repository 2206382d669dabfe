using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Code that gives a variable an owned reference.</summary>
/// <param name="Kind">When the variable holds it.</param>
/// <param name="Variable">The variable.</param>
/// <param name="Acquire">The call that gives the reference.</param>
/// <param name="Anchor">The statement before what is to be guarded.</param>
/// <param name="Guarded">The statement inside which it is to be guarded, if it is not what follows the anchor.</param>
/// <param name="Target">The name by which the variable is given the reference; null if it is declared there.</param>
/// <param name="MayBeNull">The variable may hold null where the reference is given up.</param>
internal sealed record OwnedBinding(BindingKind Kind, ILocalSymbol Variable, ExpressionSyntax Acquire, StatementSyntax Anchor, BlockSyntax? Guarded, IdentifierNameSyntax? Target, bool MayBeNull)
{
    /// <summary>The ways to see a reported expression as one that gives a variable a reference: the one whose statements are fewest first.</summary>
    public static IEnumerable<OwnedBinding> Find(ExpressionSyntax reported, FixPlace place)
    {
        ExpressionSyntax value = Whole(reported);
        switch (value.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: BlockSyntax, Declaration.Variables.Count: 1 } declaration } declarator }
                when place.Model.GetDeclaredSymbol(declarator, place.Cancellation) is ILocalSymbol variable:
                yield return new OwnedBinding(BindingKind.Following, variable, reported, declaration, null, null, IsAnnotated(variable.Type) && declaration.Declaration.Type.ToString() is not "var");
                break;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax target, Parent: ExpressionStatementSyntax statement } assignment
                when assignment.Right == value && place.Model.GetSymbolInfo(target, place.Cancellation).Symbol is ILocalSymbol variable:
                if (statement.Parent is BlockSyntax)
                {
                    yield return new OwnedBinding(BindingKind.Following, variable, reported, statement, null, target, IsAnnotated(variable.Type));
                }

                if (NullDeclaration(variable, statement, place) is { } first)
                {
                    yield return new OwnedBinding(BindingKind.Later, variable, reported, first, null, target, MayBeNull: true);
                }

                break;
            case IsPatternExpressionSyntax pattern when pattern.Expression == value && Bound(pattern.Pattern) is var (designation, isMatch) && place.Model.GetDeclaredSymbol(designation, place.Cancellation) is ILocalSymbol variable
                && IsTotal(pattern, place):
                if (Tested(pattern, isMatch, place) is var (tested, body))
                {
                    yield return new OwnedBinding(BindingKind.Test, variable, reported, tested, body, null, MayBeNull: false);
                }

                break;
            case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Parent.Parent: InvocationExpressionSyntax call }:
                foreach (OwnedBinding binding in OfOut(reported, call, place))
                {
                    yield return binding;
                }

                break;
        }
    }

    /// <summary>Whether a use of the variable stands where the reference is to be guarded.</summary>
    public bool Covers(SyntaxNode use) => Guarded is not null
        ? Guarded.Span.Contains(use.Span)
        : use.SpanStart >= Anchor.Span.End && Anchor.Parent!.Span.Contains(use.Span);

    private static IEnumerable<OwnedBinding> OfOut(ExpressionSyntax given, InvocationExpressionSyntax call, FixPlace place)
    {
        ISymbol? symbol = given is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax designation }
            ? place.Model.GetDeclaredSymbol(designation, place.Cancellation)
            : place.Model.GetSymbolInfo(given, place.Cancellation).Symbol;
        if (symbol is not ILocalSymbol variable || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol method)
        {
            yield break;
        }

        OwnershipContract contract = place.ReadScope().Contracts.Of(method);
        bool mayBeNull = method.Parameters.Any(parameter => parameter.RefKind is RefKind.Out && contract.Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.OwnedOut
            && IsAnnotated(parameter.Type) && !parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "NotNullWhenAttribute"));
        if (!contract.IsConditional)
        {
            if (call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax } statement)
            {
                yield return new OwnedBinding(BindingKind.Following, variable, call, statement, null, given as IdentifierNameSyntax, mayBeNull);
            }
        }
        else if (contract.Success is bool success && Tested(call, success, place) is var (tested, body))
        {
            yield return new OwnedBinding(BindingKind.Test, variable, call, tested, body, given as IdentifierNameSyntax, mayBeNull);
        }
    }

    private static bool IsAnnotated(ITypeSymbol type) => type.NullableAnnotation is NullableAnnotation.Annotated;

    // A cast and parentheses give the same object.
    private static ExpressionSyntax Whole(ExpressionSyntax value) => value.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax ? Whole((ExpressionSyntax)value.Parent) : value;

    /// <summary>The declaration of a variable that is null until a statement that is reached once gives it something else.</summary>
    private static LocalDeclarationStatementSyntax? NullDeclaration(ILocalSymbol variable, StatementSyntax statement, FixPlace place)
    {
        if (variable.DeclaringSyntaxReferences[0].GetSyntax(place.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: var first, Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block, Declaration.Variables.Count: 1 } declaration }
            || !variable.Type.IsReferenceType || first is PostfixUnaryExpressionSyntax or not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression })
        {
            return null;
        }

        bool isOnce = statement.Ancestors().TakeWhile(outer => outer != block)
            .All(static outer => outer is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax));
        return isOnce && !block.DescendantNodes().Any(static node => node is LabeledStatementSyntax) ? declaration : null;
    }

    /// <summary>What a pattern binds, and whether it does so where it matches or where it does not.</summary>
    private static (SingleVariableDesignationSyntax Variable, bool IsMatch)? Bound(PatternSyntax pattern) => pattern switch
    {
        RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0, Designation: SingleVariableDesignationSyntax variable } => (variable, true),
        DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax variable } => (variable, true),
        UnaryPatternSyntax { RawKind: (int)SyntaxKind.NotPattern, Pattern: var inner } => Bound(inner) is var (variable, isMatch) ? (variable, !isMatch) : null,
        ParenthesizedPatternSyntax { Pattern: var inner } => Bound(inner),
        _ => null,
    };

    // An object of another type than the pattern asks for would have no name.
    private static bool IsTotal(IsPatternExpressionSyntax pattern, FixPlace place)
        => pattern.DescendantNodes().OfType<DeclarationPatternSyntax>().All(declaration
            => SymbolEqualityComparer.Default.Equals(place.Model.GetTypeInfo(declaration.Type, place.Cancellation).Type, place.Model.GetTypeInfo(pattern.Expression, place.Cancellation).Type));

    /// <summary>The <c>if</c> that an expression decides, and the block that runs exactly if the expression has the value; null if what runs then is what follows.</summary>
    private static (IfStatementSyntax If, BlockSyntax? Body)? Tested(ExpressionSyntax expression, bool value, FixPlace place)
    {
        while (true)
        {
            switch (expression.Parent)
            {
                case ParenthesizedExpressionSyntax outer:
                    expression = outer;
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    (expression, value) = (not, !value);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } conjunction when value && conjunction.Right == expression:
                    expression = conjunction;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } disjunction when !value && disjunction.Right == expression:
                    expression = disjunction;
                    break;
                case IfStatementSyntax { Statement: BlockSyntax body } test when value:
                    return (test, body);
                case IfStatementSyntax { Else: null, Parent: BlockSyntax } test when !value && place.Model.AnalyzeControlFlow(test.Statement) is { Succeeded: true, EndPointIsReachable: false }:
                    return (test, null);
                default:
                    return null;
            }
        }
    }
}
