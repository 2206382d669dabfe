using System;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The locks that a scope object manages.</summary>
/// <param name="Locks">Lock and mode of each.</param>
/// <param name="IsInverse">Disposal acquires what construction released.</param>
internal sealed record ScopeFact(ImmutableArray<(AccessPath Lock, LockMode Mode)> Locks, LockPrimitive Primitive, bool IsInverse, bool IsHolding)
{
    public bool Equals(ScopeFact? other)
        => other is not null && IsInverse == other.IsInverse && IsHolding == other.IsHolding && Locks.SequenceEqual(other.Locks);

    public override int GetHashCode() => Locks.Length + (IsHolding ? 16 : 0) + (IsInverse ? 32 : 0);

    public ScopeFact Rename(Func<AccessPath, AccessPath> rename)
        => this with { Locks = Locks.Select(entry => (rename(entry.Lock), entry.Mode)).ToImmutableArray() };
}
