using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Compares pairs of symbols as symbols.</summary>
internal sealed class PairComparer : IEqualityComparer<(ISymbol, ISymbol)>
{
    public static readonly PairComparer Instance = new();

    public bool Equals((ISymbol, ISymbol) x, (ISymbol, ISymbol) y)
        => SymbolEqualityComparer.Default.Equals(x.Item1, y.Item1) && SymbolEqualityComparer.Default.Equals(x.Item2, y.Item2);

    public int GetHashCode((ISymbol, ISymbol) pair)
        => unchecked((SymbolEqualityComparer.Default.GetHashCode(pair.Item1) * 31) + SymbolEqualityComparer.Default.GetHashCode(pair.Item2));
}
