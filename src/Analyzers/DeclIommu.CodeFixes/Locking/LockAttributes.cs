using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Adds contract attributes to declarations.</summary>
internal static class LockAttributes
{
    /// <summary>The declaration with <c>[name(nameof(lock))]</c> on a line of its own before it.</summary>
    public static T Add<T>(T declaration, string name, string @lock)
        where T : MemberDeclarationSyntax
        => Add(declaration, SyntaxFactory.ParseSyntaxTree("[" + name + "(nameof(" + @lock + "))] class C;").GetRoot().DescendantNodes().OfType<AttributeListSyntax>().First());

    public static T Add<T>(T declaration, AttributeListSyntax list)
        where T : MemberDeclarationSyntax
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        AttributeListSyntax placed = list.WithoutTrivia().WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
        T bare = declaration.WithLeadingTrivia(leading.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
        return (T)bare.WithAttributeLists(bare.AttributeLists.Insert(0, placed)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    public static bool Has(MemberDeclarationSyntax declaration, string name, string @lock)
        => declaration.AttributeLists.SelectMany(static list => list.Attributes).Any(attribute
            => attribute.Name.ToString() is { } written && (written == name || written == name + "Attribute" || written.EndsWith("." + name, System.StringComparison.Ordinal))
                && attribute.ArgumentList?.Arguments.Any(argument => argument.Expression.ToString() is { } text && (text == "nameof(" + @lock + ")" || text == "\"" + @lock + "\"")) is true);
}
