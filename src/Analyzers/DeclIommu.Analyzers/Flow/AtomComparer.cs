using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Compares what facts are about: symbols as symbols, syntax by reference, everything else by value.</summary>
internal sealed class AtomComparer : IEqualityComparer<object>
{
    public static readonly AtomComparer Instance = new();

    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        return x is ISymbol first ? y is ISymbol second && SymbolEqualityComparer.Default.Equals(first, second) : x?.Equals(y) is true;
    }

    public int GetHashCode(object obj) => obj is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : obj.GetHashCode();
}
