using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>An object that other threads can find.</summary>
/// <param name="Site">The code that put it there or found it there.</param>
/// <param name="IsPublished">The function itself put it there; otherwise it found it.</param>
/// <param name="Locks">The locks under which others find it, held without a break since then; empty if nothing keeps them away.</param>
internal sealed record SharedFact(SyntaxNode Site, bool IsPublished, ImmutableArray<AccessPath> Locks)
{
    public bool Equals(SharedFact? other) => other is not null && Site == other.Site && IsPublished == other.IsPublished && Locks.AsSpan().SequenceEqual(other.Locks.AsSpan());

    public override int GetHashCode() => unchecked((Site.GetHashCode() * 31) + Locks.Length);
}
