using System.Collections.Generic;
using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Questions about the locks of a state.</summary>
internal static class LockFacts
{
    /// <summary>The note on a lock that is held, but only shared.</summary>
    public const string HeldShared = " (it is held shared)";

    /// <summary>The note on a lock that some paths hold.</summary>
    public const string HeldSomewhere = " (it is held on some paths only)";

    public static HeldLock? Find(FlowState state, AccessPath @lock)
    {
        if (state.Held.TryGet(@lock, out HeldLock held))
        {
            return held;
        }

        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (@lock.Covers(entry.Key) || entry.Key.Covers(@lock))
            {
                return entry.Value;
            }
        }

        return null;
    }

    public static bool IsHeld(FlowState state, AccessPath @lock, LockMode mode) => Find(state, @lock)?.Satisfies(mode) is true;

    /// <summary>Whether a lock that is needed is not held. Where too many ways met to tell, the rule gives up and says no.</summary>
    public static bool IsMissing(LockAnalysis analysis, FlowState state, AccessPath @lock, LockMode mode)
    {
        if ((Find(state, @lock) ?? (analysis.Operations.OfAnyElement(@lock) is { } any ? Find(state, any) : null)) is not { } held)
        {
            return !analysis.Operations.Ignores(@lock);
        }

        analysis.GaveUp |= held.IsLost;
        return !held.IsLost && !held.Satisfies(mode);
    }

    /// <summary>The locks that a path stands for: those a scope manages, or the one it names.</summary>
    public static ImmutableArray<(AccessPath Lock, LockMode Mode)> Expand(FlowState state, AccessPath path, LockMode mode)
        => state.Scopes.TryGet(path, out ScopeFact scope) ? scope.Locks : ImmutableArray.Create((path, mode));

    /// <summary>A note for a message if the same lock of another object is held.</summary>
    public static string NearMatch(FlowState state, AccessPath @lock)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            bool isSameMember = @lock.LastSymbol is { } member && AtomComparer.Instance.Equals(entry.Key.LastSymbol, member);
            if (entry.Key.Equals(@lock))
            {
                return entry.Value.IsMaybe ? HeldSomewhere : HeldShared;
            }

            if (isSameMember)
            {
                return " ('" + entry.Key + "' is held, which belongs to another object)";
            }
        }

        return "";
    }
}
