using DeclIommu.Analyzers.Flow;

namespace DeclIommu.Analyzers.References;

/// <summary>A lock that a member acquires, or that must not be held where it is called.</summary>
internal sealed record NeededLock(AccessPath Lock, bool IsAcquired);
