using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Finds where the reference goes that a reported expression gives.</summary>
internal static class HandedOn
{
    /// <summary>The functions that return it, the fields and properties that it is stored in, and the parameters that are set to it.</summary>
    public static IEnumerable<ISymbol> Find(FixPlace place)
    {
        if (place.Node is not ExpressionSyntax acquire || place.Node.Span != place.Diagnostic.Location.SourceSpan)
        {
            return Enumerable.Empty<ISymbol>();
        }

        IEnumerable<ExpressionSyntax> values = new[] { acquire };
        SyntaxNode outer = Outermost(acquire);
        ISymbol? variable = outer.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => place.Model.GetDeclaredSymbol(declarator, place.Cancellation),
            AssignmentExpressionSyntax assignment when assignment.Right == outer => place.Model.GetSymbolInfo(assignment.Left, place.Cancellation).Symbol,
            _ => null,
        };
        if (variable is ILocalSymbol local && acquire.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
        {
            values = values.Concat(member.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, local)));
        }

        return values.Select(value => Destination(Outermost(value), place)).OfType<ISymbol>().Distinct(SymbolEqualityComparer.Default);
    }

    private static ISymbol? Destination(SyntaxNode value, FixPlace place) => value.Parent switch
    {
        ReturnStatementSyntax or ArrowExpressionClauseSyntax => place.Model.GetEnclosingSymbol(value.SpanStart, place.Cancellation),
        AssignmentExpressionSyntax assignment when assignment.Right == value => place.Model.GetSymbolInfo(assignment.Left, place.Cancellation).Symbol is IFieldSymbol or IPropertySymbol or IParameterSymbol
            ? place.Model.GetSymbolInfo(assignment.Left, place.Cancellation).Symbol
            : null,
        _ => null,
    };

    // A cast, a null check and a choice give the same object.
    private static SyntaxNode Outermost(SyntaxNode value)
    {
        while (value.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CoalesceExpression })
        {
            value = value.Parent;
        }

        return value;
    }
}
