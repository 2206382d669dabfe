using System;
using System.Collections.Immutable;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The references of a function to one object.</summary>
internal sealed record ReferenceFact
{
    /// <summary>More are not told apart, so that a loop that acquires without end reaches a fixed point.</summary>
    public const int MaximumCount = 3;

    public static readonly ReferenceFact Escaped = new() { Ending = Ending.Escaped };

    /// <summary>The owned ones, the latest last.</summary>
    public ImmutableArray<Acquisition> Owned { get; init; } = ImmutableArray<Acquisition>.Empty;

    /// <summary>There are more than <see cref="Owned"/> tells.</summary>
    public bool IsSaturated { get; init; }

    public Backing Backing { get; init; }

    public Ending Ending { get; init; }

    /// <summary>Whether there is an object at all, if that is known.</summary>
    public bool? IsNull { get; init; }

    /// <summary>True on some of the paths that were merged, so nothing is reported of it.</summary>
    public bool IsMaybe { get; init; }

    /// <summary>Passed to code that may have taken it over.</summary>
    public bool IsPassed { get; init; }

    /// <summary>The object that lent a borrowed reference.</summary>
    public AccessPath? Lender { get; init; }

    /// <summary>The lock under which a borrowed reference is valid.</summary>
    public AccessPath? ValidWhile { get; init; }

    /// <summary>The conditional acquire that failed on this path.</summary>
    public Microsoft.CodeAnalysis.SyntaxNode? FailedAt { get; init; }

    public bool IsOwned => !Owned.IsEmpty && !IsMaybe;

    /// <summary>The object is gone, or its last reference another's.</summary>
    public bool IsGone => Owned.IsEmpty && !IsMaybe && Backing is Backing.None && Ending is Ending.Released or Ending.Transferred;

    public static ReferenceFact Of(Acquisition acquisition, bool? isNull) => new() { Owned = ImmutableArray.Create(acquisition), Backing = Backing.None, IsNull = isNull };

    public ReferenceFact Add(Acquisition acquisition)
        => (Owned.Length < MaximumCount ? this with { Owned = Owned.Add(acquisition) } : this with { IsSaturated = true }) with { Ending = Ending.None, IsNull = false };

    /// <summary>One less.</summary>
    public ReferenceFact Subtract(Ending ending)
    {
        if (IsSaturated)
        {
            return Escaped;
        }

        ImmutableArray<Acquisition> left = Owned.RemoveAt(Owned.Length - 1);
        return this with { Owned = left, Ending = left.IsEmpty ? ending : Ending.None };
    }

    /// <summary>What holds whichever of two paths was taken.</summary>
    public ReferenceFact Merge(ReferenceFact? other)
    {
        if (other is null)
        {
            return this with { IsMaybe = true };
        }

        bool isSame = Owned.AsSpan().SequenceEqual(other.Owned.AsSpan()) && IsSaturated == other.IsSaturated && Backing == other.Backing && Ending == other.Ending;
        return this with
        {
            IsMaybe = IsMaybe || other.IsMaybe || !isSame,
            IsNull = IsNull == other.IsNull ? IsNull : null,
            IsPassed = IsPassed || other.IsPassed,
            Lender = Equals(Lender, other.Lender) ? Lender : null,
            ValidWhile = Equals(ValidWhile, other.ValidWhile) ? ValidWhile : null,
            FailedAt = FailedAt ?? other.FailedAt,
        };
    }

    public ReferenceFact Rename(Func<AccessPath, AccessPath> rename)
        => Lender is null && ValidWhile is null ? this : this with { Lender = Lender is null ? null : rename(Lender), ValidWhile = ValidWhile is null ? null : rename(ValidWhile) };

    public bool Equals(ReferenceFact? other)
        => other is not null && Owned.AsSpan().SequenceEqual(other.Owned.AsSpan()) && IsSaturated == other.IsSaturated && Backing == other.Backing
            && Ending == other.Ending && IsNull == other.IsNull && IsMaybe == other.IsMaybe && IsPassed == other.IsPassed
            && Equals(Lender, other.Lender) && Equals(ValidWhile, other.ValidWhile) && FailedAt == other.FailedAt;

    public override int GetHashCode()
        => unchecked((((((Owned.Length * 4) + (int)Backing) * 8) + (int)Ending) * 8) + (IsMaybe ? 1 : 0) + (IsPassed ? 2 : 0) + (IsNull is true ? 4 : 0));
}
