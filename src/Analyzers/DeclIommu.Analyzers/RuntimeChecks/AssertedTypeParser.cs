using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.RuntimeChecks;

/// <summary>Reads the contracts of a partial type that can be asserted at run time.</summary>
internal static class AssertedTypeParser
{
    public static AssertedType? Parse(GeneratorSyntaxContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type
            || type.DeclaringSyntaxReferences[0].GetSyntax() != declaration)
        {
            return null;
        }

        var attributes = new AttributeSource(context.SemanticModel.Compilation, ImmutableDictionary<string, ImmutableArray<ContractAttribute>>.Empty);
        if (!attributes.IsActive)
        {
            return null;
        }

        var assertions = new AssertionReader(type, new ContractReader(context.SemanticModel.Compilation, attributes));
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
