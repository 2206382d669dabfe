using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.RuntimeChecks;

/// <summary>Reads the contracts of a partial type that can be asserted at run time.</summary>
internal static class AssertedTypeParser
{
    /// <summary>Those of a compilation.</summary>
    public static IEnumerable<AssertedType> ParseAll(Compilation compilation, CancellationToken cancellation)
    {
        var attributes = new AttributeSource(compilation, ImmutableDictionary<string, ImmutableArray<ContractAttribute>>.Empty, pairs: Enumerable.Empty<string>());
        if (!attributes.IsActive)
        {
            yield break;
        }

        var contracts = new ContractReader(compilation, attributes);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (TypeDeclarationSyntax declaration in tree.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (declaration is not InterfaceDeclarationSyntax && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
                    && model.GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol type && type.DeclaringSyntaxReferences[0].GetSyntax(cancellation) == declaration
                    && Parse(type, contracts) is { } asserted)
                {
                    yield return asserted;
                }
            }
        }
    }

    private static AssertedType? Parse(INamedTypeSymbol type, ContractReader contracts)
    {
        var assertions = new AssertionReader(type, contracts);
        string own = assertions.Read(isStatic: false);
        string statics = assertions.Read(isStatic: true);
        if (own.Length == 0 && statics.Length == 0)
        {
            return null;
        }

        string @namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string hint = (@namespace.Length == 0 ? "" : @namespace + ".") + string.Join(".", Outwards(type).Reverse().Select(static outer => outer.MetadataName)).Replace('`', '_') + ".AssertLocks.g.cs";
        return new AssertedType(hint, @namespace, string.Join("\n", Outwards(type).Reverse().Select(Header)), own, statics);
    }

    private static IEnumerable<INamedTypeSymbol> Outwards(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    private static string Header(INamedTypeSymbol type)
    {
        string kind = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty ? "" : "<" + string.Join(", ", type.TypeParameters.Select(static parameter => parameter.Name)) + ">";
        return (type.IsStatic ? "static partial " : "partial ") + kind + " " + type.Name + parameters;
    }
}
