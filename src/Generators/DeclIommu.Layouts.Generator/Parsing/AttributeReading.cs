using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Finds attributes by full name and reads their arguments. Arguments that do not bind give the fallback.</summary>
internal static class AttributeReading
{
    public static AttributeData? Find(this ISymbol symbol, string fullName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.Is(fullName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static IEnumerable<AttributeData> FindAll(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Where(attribute => attribute.Is(fullName));

    public static bool Has(this ISymbol symbol, string fullName) => symbol.Find(fullName) is not null;

    /// <summary>The constructor argument at a position.</summary>
    public static T? Argument<T>(this AttributeData attribute, int position) =>
        attribute.ConstructorArguments.Length > position
            && attribute.ConstructorArguments[position] is { Kind: not TypedConstantKind.Array, Value: T value }
            ? value
            : default;

    /// <summary>The elements of an array argument at a position.</summary>
    public static IReadOnlyList<T> ArrayArgument<T>(this AttributeData attribute, int position) =>
        attribute.ConstructorArguments.Length > position
            && attribute.ConstructorArguments[position] is { Kind: TypedConstantKind.Array, Values: { IsDefault: false } values }
            ? [.. values.Select(static element => element.Value).OfType<T>()]
            : [];

    /// <summary>A named argument.</summary>
    public static T? Named<T>(this AttributeData attribute, string name, T? fallback = default)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: not TypedConstantKind.Array, Value: T value })
            {
                return value;
            }
        }

        return fallback;
    }

    // Asked some ten thousand times for a large bank: a namespace told by its parts costs no text.
    private static bool Is(this AttributeData attribute, string fullName) =>
        attribute.AttributeClass is { } type
        && fullName.Length == type.Name.Length + 1 + Primitives.WellKnownNames.Namespace.Length
        && fullName.EndsWith(type.Name, System.StringComparison.Ordinal)
        && type.ContainingType is null
        && type.ContainingNamespace is { Name: "Layouts", ContainingNamespace: { Name: "DeclIommu", ContainingNamespace.IsGlobalNamespace: true } };
}
