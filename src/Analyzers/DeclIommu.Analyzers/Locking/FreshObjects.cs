using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Objects that the member has just made: until it hands one on, nobody else knows it, as with <c>this</c> in a constructor.</summary>
internal static class FreshObjects
{
    /// <summary>Whether a path names an object that is not handed on before a place.</summary>
    public static bool IsFresh(AccessPath? path, SyntaxNode place)
        => path is { IsRootOnly: true, Root: PathRoot.Value, Generation: 0, RootSyntax: BaseObjectCreationExpressionSyntax creation }
            && VariableOf(creation) is { } name && FunctionOf(creation) is { } function && function == FunctionOf(place) && !IsHandedOn(name, creation, function, place);

    private static string? VariableOf(BaseObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } } variable } => variable.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    private static SyntaxNode? FunctionOf(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or BaseMethodDeclarationSyntax or CompilationUnitSyntax);

    // In a loop that the object is older than, what stands further down has run before.
    private static bool IsHandedOn(string name, SyntaxNode creation, SyntaxNode function, SyntaxNode place)
    {
        int end = place.Ancestors().TakeWhile(outer => outer != function)
            .Where(outer => outer is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax && !outer.Span.Contains(creation.Span))
            .Select(static loop => loop.Span.End).DefaultIfEmpty(place.SpanStart).Max();
        return function.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(use => use.Identifier.ValueText == name && use.SpanStart > creation.SpanStart && use.SpanStart < end && !(function == FunctionOf(use) && IsOwnUse(use)));
    }

    private static bool IsOwnUse(IdentifierNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access => true,
        ConditionalAccessExpressionSyntax access => access.Expression == use,
        ElementAccessExpressionSyntax access => access.Expression == use,
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        ReturnStatementSyntax or LockStatementSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Monitor" } } } } => true,
        _ => false,
    };
}
