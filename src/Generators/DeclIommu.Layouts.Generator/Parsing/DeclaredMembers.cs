using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>The members of a type that an attribute can stand on.</summary>
internal static class DeclaredMembers
{
    /// <summary>All members but accessors without attributes. Asking a member for its attributes binds them; that an accessor has none, its syntax tells.</summary>
    public static IEnumerable<ISymbol> Of(INamedTypeSymbol type) => type.GetMembers().Where(static member => member is not IMethodSymbol { AssociatedSymbol: not null } accessor || HasAttributes(accessor));

    /// <summary>The members that place themselves at bits.</summary>
    public static IReadOnlyList<ISymbol> Fields(INamedTypeSymbol type) => [.. Of(type).Where(FieldParser.IsField)];

    private static bool HasAttributes(IMethodSymbol accessor) =>
        accessor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is AccessorDeclarationSyntax { AttributeLists.Count: > 0 });
}
