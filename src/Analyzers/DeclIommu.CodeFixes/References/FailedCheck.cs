using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Writes the code that tests whether a conditional acquire failed, and the code that leaves the function then.</summary>
internal static class FailedCheck
{
    /// <summary>The condition under which the result of an acquire means failure; null if it cannot be written.</summary>
    /// <param name="result">The call, or the variable that holds its result.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="contract">The contract of the call.</param>
    /// <param name="place">Where the condition is to stand.</param>
    public static string? Condition(ExpressionSyntax result, ITypeSymbol? type, OwnershipContract contract, FixPlace place)
    {
        string text = result.WithoutTrivia().ToString();
        return (contract.Success, type) switch
        {
            (bool success, { SpecialType: SpecialType.System_Boolean }) => success ? "!" + text : text,
            (null, { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }) => text + " is not null",
            ({ } success, INamedTypeSymbol { TypeKind: TypeKind.Enum } kind) when Member(kind, success) is { } member
                => text + " != " + kind.ToMinimalDisplayString(place.Model, result.SpanStart) + "." + member,
            (int success, { SpecialType: SpecialType.System_Int32 }) => text + " != " + success,
            _ => null,
        };
    }

    /// <summary>What the function does then, and how to call it.</summary>
    /// <param name="position">A place in the function.</param>
    /// <param name="subject">What was not acquired.</param>
    /// <param name="place">The diagnostic.</param>
    public static (string Title, string Statement) Exit(SyntaxNode position, string subject, FixPlace place)
    {
        if (place.Model.GetEnclosingSymbol(position.SpanStart, place.Cancellation) is not IMethodSymbol { MethodKind: not MethodKind.Constructor } function)
        {
            return Throw(subject);
        }

        SyntaxNode? body = position.Ancestors().FirstOrDefault(static node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax);
        bool isIterator = body?.DescendantNodes(node => node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).Any(static node => node is YieldStatementSyntax) is true;
        if (isIterator)
        {
            return ("Return", "yield break;");
        }

        ITypeSymbol? type = !function.IsAsync ? function.ReturnType : function.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } given } ? given[0] : null;
        return type switch
        {
            null or { SpecialType: SpecialType.System_Void } => ("Return", "return;"),
            { SpecialType: SpecialType.System_Boolean } => ("Return false", "return false;"),
            { NullableAnnotation: NullableAnnotation.Annotated } => ("Return null", "return null;"),
            _ => Throw(subject),
        };
    }

    private static (string Title, string Statement) Throw(string subject)
        => ("Throw", "throw new global::System.InvalidOperationException(" + SymbolDisplay.FormatLiteral("No reference to '" + subject + "' was acquired.", quote: true) + ");");

    private static string? Member(INamedTypeSymbol type, object value)
        => type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.HasConstantValue && Equals(System.Convert.ToDecimal(member.ConstantValue), System.Convert.ToDecimal(value)))?.Name;
}
