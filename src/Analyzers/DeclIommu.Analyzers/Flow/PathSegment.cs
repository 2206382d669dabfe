using System;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>One step of an access path: a member, with constant arguments if it takes any.</summary>
internal readonly struct PathSegment : IEquatable<PathSegment>
{
    public PathSegment(ISymbol symbol, string arguments = "")
    {
        Symbol = Canonical(symbol);
        Name = symbol.Name;
        Arguments = arguments;
    }

    /// <summary>A member of a referenced assembly that its metadata does not show, known by name only.</summary>
    public PathSegment(string name, string arguments = "")
    {
        Symbol = null;
        Name = name;
        Arguments = arguments;
    }

    /// <summary>Some element of a collection, whichever it is.</summary>
    public static PathSegment AnyElement { get; } = new("[]", "[*]");

    /// <summary>True for the step from a collection to one of its elements.</summary>
    public bool IsElement => Name is "[]" || Symbol is IPropertySymbol { IsIndexer: true } or IPropertySymbol { Name: "Current" };

    public ISymbol? Symbol { get; }

    public string Name { get; }

    public string Arguments { get; }

    public bool Equals(PathSegment other)
        => Name == other.Name && Arguments == other.Arguments
            && (Symbol is null || other.Symbol is null || SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol));

    public override bool Equals(object? obj) => obj is PathSegment other && Equals(other);

    public override int GetHashCode() => unchecked((Name.GetHashCode() * 31) + Arguments.GetHashCode());

    public override string ToString() => Name is "[]" ? Arguments : Name + Arguments;

    private static ISymbol Canonical(ISymbol symbol)
    {
        while (true)
        {
            ISymbol? overridden = symbol switch
            {
                IPropertySymbol property => property.OverriddenProperty,
                IMethodSymbol method => method.OverriddenMethod,
                _ => null,
            };
            if (overridden is null)
            {
                return symbol.OriginalDefinition;
            }

            symbol = overridden;
        }
    }
}
