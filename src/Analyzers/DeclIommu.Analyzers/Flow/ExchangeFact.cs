namespace DeclIommu.Analyzers.Flow;

/// <summary>A compare-exchange whose result tells whether it took place.</summary>
/// <param name="Result">The object that it returned.</param>
/// <param name="Expected">The object that it expected; null if it expected none.</param>
internal sealed record ExchangeFact(AccessPath Result, AccessPath? Expected);
