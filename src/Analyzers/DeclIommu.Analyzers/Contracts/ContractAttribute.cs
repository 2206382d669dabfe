using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>A contract as written, in an attribute or in an additional file.</summary>
internal sealed record ContractAttribute(string Name, ImmutableArray<string> Locks, bool Success, bool IsShared, bool IsReentrant, bool IsThreadAffine, SyntaxReference? Syntax)
{
    /// <summary>The constant argument of an attribute that takes one of any type; an enum member is its number.</summary>
    public object? Value { get; init; }

    public bool OnThrow { get; init; }

    /// <summary>True for attributes whose texts are lock expressions.</summary>
    public bool NamesLocks => Name is WellKnownNames.GuardedBy or WellKnownNames.GuardedByAny or WellKnownNames.WriteGuardedBy or WellKnownNames.PointeeGuardedBy
        or WellKnownNames.RequiresLock or WellKnownNames.RequiresSharedLock or WellKnownNames.ExcludesLock or WellKnownNames.RequiresNotHeld
        or WellKnownNames.AcquiresLock or WellKnownNames.AcquiresSharedLock or WellKnownNames.ReleasesLock
        or WellKnownNames.TryAcquiresLock or WellKnownNames.TryAcquiresSharedLock or WellKnownNames.AssertsLockHeld
        or WellKnownNames.ReturnsLock or WellKnownNames.AcquiredBefore or WellKnownNames.AcquiredAfter;
}
