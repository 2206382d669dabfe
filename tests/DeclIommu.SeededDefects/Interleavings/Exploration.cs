namespace DeclIommu.SeededDefects;

/// <summary>What an exploration of interleavings has found.</summary>
/// <param name="Interleavings">How many were run.</param>
/// <param name="Violation">The first violation, deadlock or exception; null if there was none.</param>
public sealed record Exploration(int Interleavings, string? Violation);
