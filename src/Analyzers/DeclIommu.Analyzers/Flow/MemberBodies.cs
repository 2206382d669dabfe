using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>
/// Finds the members of a source that are worth a look. An action for all bodies makes the compiler bind every one of them once more, which costs more than all that the rules
/// do with the few that have to do with locks.
/// </summary>
internal static class MemberBodies
{
    /// <summary>The members that a word of the kinds, or one of the names, stands in.</summary>
    public static IEnumerable<MemberBody> Naming(SemanticModel model, WordKinds kinds, NameSet? names, CancellationToken cancellation)
    {
        SourceWords words = SourceWords.In(model.SyntaxTree);
        if (names is null && (words.Kinds & kinds) == 0)
        {
            yield break;
        }

        SyntaxNode root = model.SyntaxTree.GetRoot(cancellation);
        var seen = new HashSet<SyntaxNode>();
        foreach (int place in names is null ? words.Places(kinds) : words.Places(kinds, names))
        {
            // In a comment it is no token.
            SyntaxToken token = root.FindToken(place);
            if (token.Span.Contains(place) && Around(token.Parent) is { } node && seen.Add(node) && Of(model, node, cancellation) is { } body)
            {
                yield return body;
            }
        }
    }

    /// <summary>All members of a source.</summary>
    public static IEnumerable<MemberBody> All(SemanticModel model, CancellationToken cancellation) => In(model.SyntaxTree.GetRoot(cancellation), model, cancellation);

    /// <summary>All members below a node, those of nested types included.</summary>
    public static IEnumerable<MemberBody> In(SyntaxNode declaration, SemanticModel model, CancellationToken cancellation)
        => DeclaredBelow(declaration).Select(node => Of(model, node, cancellation)).OfType<MemberBody>();

    /// <summary>The syntax of all members below a node, in the order of the source.</summary>
    public static IReadOnlyList<SyntaxNode> DeclaredBelow(SyntaxNode declaration)
    {
        var bodies = new List<SyntaxNode>();
        Collect(declaration, bodies);
        return bodies;
    }

    /// <summary>What declares the member of a body.</summary>
    public static SyntaxNode DeclarationOf(SyntaxNode body) => body switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: { } field } } => field,
        ArrowExpressionClauseSyntax or EqualsValueClauseSyntax => body.Parent!,
        _ => body,
    };

    /// <summary>The member that a body belongs to.</summary>
    public static ISymbol? OwnerOf(SemanticModel model, SyntaxNode body, CancellationToken cancellation)
        => body is ArrowExpressionClauseSyntax
            ? (model.GetDeclaredSymbol(body.Parent!, cancellation) as IPropertySymbol)?.GetMethod
            : model.GetDeclaredSymbol(body is EqualsValueClauseSyntax ? body.Parent! : body, cancellation);

    /// <summary>A member, bound.</summary>
    public static MemberBody? Of(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        ImmutableArray<IOperation> blocks = Blocks(model.GetOperation(node, cancellation));
        return blocks.IsEmpty || OwnerOf(model, node, cancellation) is not { } owner ? null : new MemberBody(owner, blocks, block => Graph(block, cancellation));
    }

    // By what declarations consist of: to go through all nodes makes those of every type and parameter that is named there.
    private static void Collect(SyntaxNode? declaration, List<SyntaxNode> bodies)
    {
        switch (declaration)
        {
            case CompilationUnitSyntax unit:
                Collect(unit.Members, bodies);
                if (IsBody(unit))
                {
                    bodies.Add(unit);
                }

                break;
            case BaseNamespaceDeclarationSyntax space:
                Collect(space.Members, bodies);
                break;
            case TypeDeclarationSyntax type:
                Collect(type.Members, bodies);
                break;
            case BaseMethodDeclarationSyntax:
                bodies.Add(declaration);
                break;
            case BasePropertyDeclarationSyntax property:
                bodies.AddRange(property.AccessorList?.Accessors ?? default);
                Add((property as PropertyDeclarationSyntax)?.ExpressionBody ?? (property as IndexerDeclarationSyntax)?.ExpressionBody);
                Add((property as PropertyDeclarationSyntax)?.Initializer);
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    Add(variable.Initializer);
                }

                break;
        }

        void Add(SyntaxNode? body)
        {
            if (body is not null)
            {
                bodies.Add(body);
            }
        }
    }

    private static void Collect(SyntaxList<MemberDeclarationSyntax> members, List<SyntaxNode> bodies)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            Collect(member, bodies);
        }
    }

    private static SyntaxNode? Around(SyntaxNode? node)
    {
        for (; node is not (null or BaseTypeDeclarationSyntax); node = node.Parent)
        {
            if (IsBody(node))
            {
                return node;
            }
        }

        return null;
    }

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax => true,
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } } => true,
        CompilationUnitSyntax unit => unit.Members.Any(static member => member is GlobalStatementSyntax),
        _ => false,
    };

    private static ImmutableArray<IOperation> Blocks(IOperation? operation) => operation switch
    {
        IMethodBodyBaseOperation body => new[] { (body as IConstructorBodyOperation)?.Initializer, body.BlockBody, body.ExpressionBody }.OfType<IOperation>().ToImmutableArray(),
        IBlockOperation or IFieldInitializerOperation or IPropertyInitializerOperation => ImmutableArray.Create(operation),
        _ => ImmutableArray<IOperation>.Empty,
    };

    private static ControlFlowGraph Graph(IOperation block, CancellationToken cancellation) => (block.Parent ?? block) switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
        var body => ControlFlowGraph.Create((IBlockOperation)body, cancellation),
    };
}
