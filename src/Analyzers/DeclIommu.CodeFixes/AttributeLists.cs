using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes;

/// <summary>Adds attributes to declarations.</summary>
internal static class AttributeLists
{
    /// <summary>The declaration with <c>[attributes]</c> on a line of its own before it.</summary>
    public static T Add<T>(T declaration, string attributes)
        where T : MemberDeclarationSyntax
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        AttributeListSyntax placed = Parse(attributes).WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
        T bare = declaration.WithLeadingTrivia(leading.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
        return (T)bare.WithAttributeLists(bare.AttributeLists.Insert(0, placed)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    public static LocalFunctionStatementSyntax Add(LocalFunctionStatementSyntax function, string attributes)
    {
        SyntaxTriviaList leading = function.GetLeadingTrivia();
        LocalFunctionStatementSyntax bare = function.WithLeadingTrivia(leading.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, Parse(attributes).WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)));
    }

    /// <summary>The accessor with <c>[attributes]</c> before it, on a line of its own if the accessor has one.</summary>
    public static AccessorDeclarationSyntax Add(AccessorDeclarationSyntax accessor, string attributes)
    {
        SyntaxTriviaList leading = accessor.GetLeadingTrivia();
        bool hasLine = leading.Any(SyntaxKind.WhitespaceTrivia);
        AccessorDeclarationSyntax bare = accessor.WithLeadingTrivia(hasLine ? leading.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1) : default(SyntaxTriviaList));
        AttributeListSyntax placed = Parse(attributes).WithLeadingTrivia(leading).WithTrailingTrivia(hasLine ? SyntaxFactory.ElasticLineFeed : SyntaxFactory.Space);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, placed)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The parameter with <c>[attributes]</c> before it.</summary>
    public static ParameterSyntax Add(ParameterSyntax parameter, string attributes)
    {
        AttributeListSyntax placed = Parse(attributes).WithLeadingTrivia(parameter.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        ParameterSyntax bare = parameter.WithLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, placed));
    }

    public static AttributeListSyntax Parse(string attributes)
        => SyntaxFactory.ParseSyntaxTree("[" + attributes + "] class C;").GetRoot().DescendantNodes().OfType<AttributeListSyntax>().First().WithoutTrivia();
}
