namespace DeclIommu.SeededDefects;

/// <summary>What an exploration of interleavings has found.</summary>
/// <param name="Interleavings">How many were run.</param>
/// <param name="Violation">The first violation, deadlock or exception; null if there was none.</param>
/// <param name="Steps">At how many places, in all of them together, another thread might have gone on.</param>
/// <param name="MostSteps">At how many in the one with the most.</param>
public sealed record Exploration(int Interleavings, string? Violation, long Steps, int MostSteps);
