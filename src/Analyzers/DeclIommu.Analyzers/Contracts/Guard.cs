using System.Collections.Immutable;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>One guard attribute of a field, property or event.</summary>
internal sealed record Guard(GuardKind Kind, ImmutableArray<LockTemplate> Locks);
