namespace DeclIommu.Analyzers.Contracts;

/// <summary>The part that a member plays in a known pair.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Acquires">The object that the caller must give back, or null.</param>
/// <param name="Releases">The object that is given back, or null.</param>
/// <param name="Parameter">The ordinal of the parameter that is meant by <see cref="PairTarget.Parameter"/>.</param>
/// <param name="FlagParameter">The ordinal of a bool passed by reference that becomes true on success, or -1.</param>
internal sealed record PairRole(KnownPair Pair, PairTarget? Acquires, PairTarget? Releases, int Parameter = 0, int FlagParameter = -1);
