using System.Linq;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Knows a partial property or indexer, or a partial method of the shape of an accessor, that nobody completes.</summary>
internal static class UnplacedMember
{
    /// <summary>True for such a member; in a compilation that contains the generator's output, for the author's part of it.</summary>
    public static bool Is(ISymbol member)
    {
        if ((member.IsStatic && !IsMarked(member)) || member.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal))
        {
            return false;
        }

        return (member, reference.GetSyntax()) switch
        {
            (IPropertySymbol property, BasePropertyDeclarationSyntax syntax) =>
                syntax.Modifiers.Any(SyntaxKind.PartialKeyword) && !HasBody(syntax) && !IsCompletedByAuthor(property),
            (IMethodSymbol { PartialImplementationPart: null } method, MethodDeclarationSyntax { Body: null, ExpressionBody: null } syntax) =>
                syntax.Modifiers.Any(SyntaxKind.PartialKeyword) && syntax.Modifiers.Any(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()))
                && IsLooseAccessor(method),
            _ => false,
        };
    }

    // Static members are left to other generators, unless an attribute of this library stands on them.
    private static bool IsMarked(ISymbol member) =>
        member.GetAttributes().Any(static attribute => attribute.AttributeClass?.ContainingNamespace?.ToDisplayString() == WellKnownNames.Namespace);

    private static bool HasBody(BasePropertyDeclarationSyntax syntax) =>
        syntax is PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null }
        || syntax.AccessorList?.Accessors.Any(static accessor => accessor.Body is not null || accessor.ExpressionBody is not null) == true;

    // The two parts of a partial property are symbols of their own, so the other one is looked for in the syntax.
    private static bool IsCompletedByAuthor(IPropertySymbol property) =>
        property.ContainingType.DeclaringSyntaxReferences
            .Where(static part => !part.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal))
            .SelectMany(static part => (part.GetSyntax() as TypeDeclarationSyntax)?.Members ?? default)
            .Any(other => HasName(other, property) && HasBody((BasePropertyDeclarationSyntax)other));

    private static bool HasName(MemberDeclarationSyntax member, IPropertySymbol property) => member switch
    {
        IndexerDeclarationSyntax => property.IsIndexer,
        PropertyDeclarationSyntax named => named.Identifier.ValueText == property.Name,
        _ => false,
    };

    // Get…(int) without bits, or Set…(int, value) without such a Get… beside it.
    private static bool IsLooseAccessor(IMethodSymbol method) => method switch
    {
        { ReturnsVoid: false, Parameters.Length: 1 } => method.Name.StartsWith("Get", System.StringComparison.Ordinal) && method.Parameters[0].Type.SpecialType == SpecialType.System_Int32,
        { Parameters.Length: 2 } => method.Name.StartsWith("Set", System.StringComparison.Ordinal) && method.Parameters[0].Type.SpecialType == SpecialType.System_Int32
            && !(method.ReturnsVoid && method.ContainingType.GetMembers("Get" + method.Name.Substring(3)).OfType<IMethodSymbol>()
                .Any(getter => (FieldParser.IsField(getter) || getter.Has(WellKnownNames.Register)) && SymbolEqualityComparer.Default.Equals(getter.ReturnType, method.Parameters[1].Type))),
        _ => false,
    };
}
