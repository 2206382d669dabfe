using System.Collections.Generic;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>A member with a body, of which nothing is bound before it is asked for.</summary>
/// <param name="Tree">The source that declares it.</param>
/// <param name="Body">The syntax that is bound as its body.</param>
/// <param name="Start">Where its declaration begins.</param>
/// <param name="Name">The name by which others use it; empty for what needs none.</param>
internal sealed record NamedMember(SyntaxTree Tree, SyntaxNode Body, int Start, string Name)
{
    private const string Indexer = "this[]";

    public static IEnumerable<NamedMember> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (SyntaxNode body in MemberBodies.DeclaredBelow(tree.GetRoot(cancellation)))
        {
            if (body is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } or EqualsValueClauseSyntax)
            {
                continue;
            }

            string name = MemberBodies.DeclarationOf(body) is IndexerDeclarationSyntax or AccessorDeclarationSyntax { Parent.Parent: IndexerDeclarationSyntax } ? Indexer : "";
            Declarations.Names(MemberBodies.DeclarationOf(body), declared => name = declared);
            yield return new NamedMember(tree, body, body.SpanStart, name);
        }
    }

    /// <summary>The name by which a member is used; empty for what needs none.</summary>
    public static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: { } owner } => NameOf(owner),
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } => member.ContainingType.Name,
        IPropertySymbol { IsIndexer: true } => Indexer,
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => "",
        _ => member.Name.Substring(member.Name.LastIndexOf('.') + 1),
    };

    /// <summary>Whether it calls, makes or uses something by one of the names.</summary>
    public bool Says(SpokenNames names)
        => SourceWords.In(Tree) is var words
            && (words.Say(Begin, Body.Span.End, names.Called, WordKinds.Called)
                || words.Say(Begin, Body.Span.End, names.Used, WordKinds.None)
                || (names.Used.Contains(Indexer) && words.Say(Begin, Body.Span.End, names: null, WordKinds.Indexed))
                || (names.HasConstructors && words.Say(Begin, Body.Span.End, names: null, WordKinds.ImplicitNew))
                || names.HasOperators);

    // Its own name and the types of its parameters come before what it does.
    private int Begin => Body is BaseMethodDeclarationSyntax method ? method.ParameterList.Span.End : Start;

    // A source has many: neither its text nor its tree tells them apart any better.
    public bool Equals(NamedMember? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Start;
}
