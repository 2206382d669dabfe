using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Something seen of a guarded member under its lock.</summary>
/// <param name="Lock">The lock that keeps it true.</param>
/// <param name="Wait">The wait that gave the lock up since, or null if it is still true.</param>
internal sealed record Observation(AccessPath Lock, SyntaxNode? Wait);
