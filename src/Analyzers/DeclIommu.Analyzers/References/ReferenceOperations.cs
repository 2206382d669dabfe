using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Acquires, releases and hands on references in a state, and records what is wrong about it.</summary>
internal sealed class ReferenceOperations
{
    private readonly ReferenceAnalysis _analysis;

    public ReferenceOperations(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>What is known of an object. An owned field of which nothing is known holds a reference, if it is not null.</summary>
    public ReferenceFact? Find(FlowState state, AccessPath? path)
    {
        if (path is null)
        {
            return null;
        }

        if (state.References.TryGet(path, out ReferenceFact fact))
        {
            return fact;
        }

        return IsOwnedField(path) ? ReferenceFact.Of(Acquisition.OfField, isNull: null) : null;
    }

    public bool IsOwnedField(AccessPath path) => path.LastSymbol is IFieldSymbol or IPropertySymbol && _analysis.Contracts.IsOwned(path.LastSymbol);

    public static FlowState Set(FlowState state, AccessPath path, ReferenceFact? fact)
        => state with { References = fact is null ? state.References.Remove(path) : state.References.Set(path, fact) };

    /// <summary>One more reference, given by a place in the code.</summary>
    public FlowState Acquire(FlowState state, AccessPath path, Acquisition acquisition)
    {
        ReferenceFact fact = Find(state, path) ?? new ReferenceFact();
        if (fact.Owned.Any(owned => owned.Site is not null && owned.Site == acquisition.Site))
        {
            _analysis.Log.Repeated(path);
        }

        return fact.IsGone ? state : Set(state, path, fact.Add(acquisition) with { FailedAt = null });
    }

    /// <summary>One less; the reference goes to where <paramref name="ending"/> says.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="path">The object.</param>
    /// <param name="ending">Where the reference goes.</param>
    /// <param name="place">The code that gives it up.</param>
    /// <param name="pair">The pair that takes it back, or null if a contract does.</param>
    public FlowState Release(FlowState state, AccessPath path, Ending ending, Location place, KnownPair? pair = null)
    {
        ReferenceFact? fact = Find(state, path);
        if (ending is Ending.Released && !state.IsSoft && (fact is null || (fact.Owned.IsEmpty && !fact.IsGone && !fact.IsMaybe)))
        {
            _analysis.Log.Guarded(place);
        }

        if (fact is null)
        {
            // By a pair, the object is gone for everyone; a count may be held by others.
            return pair is null ? state : Set(state, path, new ReferenceFact { Backing = Backing.None, Ending = ending });
        }

        CheckRelease(state, path, fact, ending, place);
        if (fact.Owned.IsEmpty && ending is Ending.Transferred && fact is { Ending: Ending.FinallyReleased, IsMaybe: false })
        {
            // The clean-up that follows the last release: whoever takes the object now ends it.
            return Set(state, path, fact with { Ending = ending, Backing = Backing.None });
        }

        if (fact.Owned.IsEmpty)
        {
            return pair is null || fact.IsMaybe ? state : Set(state, path, fact with { Ending = ending, Backing = Backing.None });
        }

        _analysis.Elements.Released(fact.Owned[fact.Owned.Length - 1]);
        if (!state.IsSoft)
        {
            _analysis.Log.Released(fact.Owned[fact.Owned.Length - 1].Site, place);
        }

        return Set(state, path, fact.Subtract(ending));
    }

    /// <summary>The references go where nobody follows them.</summary>
    public FlowState Escape(FlowState state, AccessPath? path)
    {
        if (path is null || (!state.References.TryGet(path, out ReferenceFact fact) && !IsOwnedField(path)))
        {
            return state;
        }

        if (!_analysis.TracksOwnCalls && fact is { IsOwned: true })
        {
            _analysis.Elements.Released(fact.Owned[fact.Owned.Length - 1]);
        }

        return Set(state, path, ReferenceFact.Escaped);
    }

    /// <summary>Whether two names are of one object: yes, no, or not known.</summary>
    public bool? IsSame(FlowState state, AccessPath? first, AccessPath? second)
    {
        if (first is null || second is null)
        {
            return null;
        }

        if (first.Equals(second))
        {
            return true;
        }

        return IsFresh(state, first) || IsFresh(state, second) ? false : null;
    }

    // An object that has just been made is no other's.
    private static bool IsFresh(FlowState state, AccessPath path)
        => path is { Root: PathRoot.Value, IsRootOnly: true } && state.References.TryGet(path, out ReferenceFact fact) && fact is { IsOwned: true, IsNull: false };

    /// <summary>A null reference has nothing to release.</summary>
    public FlowState? RefineNull(FlowState state, AccessPath? path, bool isNull)
    {
        if (path is null || Find(state, path) is not { } fact)
        {
            return state;
        }

        if (fact.IsNull is { } known)
        {
            return known == isNull ? state : null;
        }

        return Set(state, path, isNull ? new ReferenceFact { IsNull = true } : fact with { IsNull = false });
    }

    /// <summary>Records what a function loses of an object, and forgets the object.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="path">The object.</param>
    /// <param name="how">How it is lost.</param>
    /// <param name="end">Where the path ends, if that is why.</param>
    public FlowState Lose(FlowState state, AccessPath path, LossKind how, Location? end = null)
    {
        if (state.References.TryGet(path, out ReferenceFact fact) && fact.IsOwned)
        {
            LossKind kind = state.IsSoft && how is not LossKind.ByThrow ? LossKind.ByCall : how;
            foreach (Acquisition acquisition in fact.Owned)
            {
                _analysis.Elements.Lost(acquisition, kind);
                if (acquisition.Kind is not AcquisitionKind.Element)
                {
                    _analysis.Log.Lost(acquisition, NameOf(path, state), kind, fact.IsPassed, end);
                }
            }
        }

        return Set(state, path, null);
    }

    /// <summary>Whether a variable still names the object.</summary>
    public static bool IsNamed(FlowState state, AccessPath path)
    {
        foreach (KeyValuePair<object, AccessPath> entry in state.Values)
        {
            if (entry.Value.Equals(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What to call an object in a message: a variable that names it, or the code that gave it.</summary>
    public static string NameOf(AccessPath path, FlowState state)
    {
        if (path.Root is not PathRoot.Value)
        {
            return path.ToString();
        }

        ISymbol? name = state.Values.Where(entry => entry.Key is ISymbol && entry.Value.Equals(path)).Select(static entry => (ISymbol)entry.Key).FirstOrDefault();
        return name?.Name ?? path.ToString();
    }

    private void CheckRelease(FlowState state, AccessPath path, ReferenceFact fact, Ending ending, Location place)
    {
        string name = NameOf(path, state);
        if (fact.IsGone && ending is Ending.Transferred)
        {
            _analysis.Log.Fault(UseRule.AfterRelease, place, state.IsSoft, name, Text(fact.Ending));
        }
        else if (fact.IsGone || (ending is not Ending.Transferred && fact is { Ending: Ending.FinallyReleased, IsMaybe: false } && fact.Owned.IsEmpty))
        {
            _analysis.Log.ExcessFault(UseRule.DoubleRelease, place, state.IsSoft, path, name, Text(fact.Ending));
        }
        else if (fact is { IsMaybe: false, FailedAt: { } attempt } && fact.Owned.IsEmpty && state.Untested.Any(entry => entry.Value == attempt))
        {
            _analysis.Log.Fault(UseRule.UncheckedAcquire, attempt.GetLocation(), state.IsSoft, name);
        }
        else if (fact is { IsMaybe: false, Backing: Backing.Lent } && fact.Owned.IsEmpty && fact.IsNull is not true)
        {
            _analysis.Log.ExcessFault(UseRule.OfBorrowed, place, state.IsSoft, path, name, ending is Ending.Transferred ? "handed on" : "released");
        }
        else
        {
            _analysis.Log.Pass(UseRule.DoubleRelease, place);
            _analysis.Log.Pass(UseRule.OfBorrowed, place);
        }
    }

    public static string Text(Ending ending) => ending is Ending.Transferred ? "handed on" : "released";
}
