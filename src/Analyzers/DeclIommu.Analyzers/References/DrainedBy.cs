namespace DeclIommu.Analyzers.References;

/// <summary>In a state: a loop has gone through all of an owned collection.</summary>
/// <param name="Loop">Which; empty for one that took everything out.</param>
internal sealed record DrainedBy(string Loop);
