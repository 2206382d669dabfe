using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace DeclIommu.Analyzers.Flow;

/// <summary>
/// Merges what two states hold. Where they disagree, and a variable has another value in each, that variable tells later whether the
/// lock is held; so a lock taken under a condition survives the merge of more states than are kept apart.
/// </summary>
internal static class HeldMerge
{
    public static FactMap<AccessPath, HeldLock> Of(FlowState first, FlowState second)
    {
        if (first.Held.Equals(second.Held))
        {
            return first.Held;
        }

        FactMap<AccessPath, HeldLock> merged = FactMap<AccessPath, HeldLock>.Empty;
        foreach (KeyValuePair<AccessPath, HeldLock> entry in first.Held)
        {
            merged = merged.Set(entry.Key, Of(first, entry.Value, second, second.Held.Find(entry.Key)));
        }

        foreach (KeyValuePair<AccessPath, HeldLock> entry in second.Held)
        {
            if (!first.Held.Contains(entry.Key))
            {
                merged = merged.Set(entry.Key, Of(second, entry.Value, first, null));
            }
        }

        return merged;
    }

    /// <summary>Whether a merge forgets of some lock if it is held, with nothing left to tell.</summary>
    public static bool Loses(FlowState first, FlowState second)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> entry in Of(first, second))
        {
            if (entry.Value.IsLost && first.Held.Find(entry.Key)?.IsLost is not true && second.Held.Find(entry.Key)?.IsLost is not true)
            {
                return true;
            }
        }

        return false;
    }

    private static HeldLock Of(FlowState state, HeldLock held, FlowState otherState, HeldLock? other)
    {
        if (held.Equals(other))
        {
            return held;
        }

        if (other is { IsMaybe: false } && !held.IsMaybe && other.Depth == held.Depth)
        {
            return held with
            {
                Shared = Math.Max(held.Shared, other.Shared),
                Upgradeable = Math.Min(held.Upgradeable, other.Upgradeable),
                Exclusive = Math.Min(held.Exclusive, other.Exclusive),
            };
        }

        IEnumerable<HeldWhen> candidates = held.IsMaybe ? held.Conditions
            : other is null ? Differences(state, otherState)
            : other.IsMaybe ? other.Conditions
            : Enumerable.Empty<HeldWhen>();
        return held with { IsMaybe = true, Conditions = candidates.Where(when => Agrees(state, held, when) && Agrees(otherState, other, when)).ToImmutableArray() };
    }

    /// <summary>The variables whose value is known in both and another in each.</summary>
    private static IEnumerable<HeldWhen> Differences(FlowState holds, FlowState holdsNot)
    {
        foreach (KeyValuePair<object, KnownValue> entry in holds.Known)
        {
            var when = new HeldWhen(entry.Key, entry.Value);
            if (holdsNot.Known.TryGet(entry.Key, out KnownValue known) && when.IsHeld(known) is false)
            {
                yield return when;
            }
        }
    }

    private static bool Agrees(FlowState state, HeldLock? held, HeldWhen when)
        => held is { IsMaybe: true } ? held.Conditions.Contains(when) : when.IsHeld(state.Known.Find(when.Atom)) == held is not null;
}
