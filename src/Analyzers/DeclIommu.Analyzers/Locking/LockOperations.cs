using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Acquires and releases locks in a state, and records what is wrong about it.</summary>
internal sealed class LockOperations
{
    private readonly LockAnalysis _analysis;
    private readonly Dictionary<SyntaxNode, AccessPath> _collections = new();

    public LockOperations(LockAnalysis analysis) => _analysis = analysis;

    /// <summary>Set where the locks of elements are taken in ways that are not followed: nothing is said of them.</summary>
    public bool IgnoresElements { get; set; }

    public FlowState Acquire(FlowState state, AccessPath @lock, LockMode mode, LockOrigin origin, LockPrimitive primitive, SyntaxNode site, bool isTry = false)
    {
        if (Ignores(@lock))
        {
            return state;
        }

        HeldLock? existing = LockFacts.Find(state, @lock);
        if (existing is { IsMaybe: true })
        {
            // How often it is held from here on is not known.
            _analysis.OnAcquire(state, @lock, primitive, site);
            return state with { Held = state.Held.Set(@lock, HeldLock.Of(mode, origin, primitive, site) with { IsMaybe = true }), NotHeld = state.NotHeld.Remove(@lock) };
        }

        if (IsChecked(@lock, primitive) && CheckNotHeld(state, @lock, mode, existing, primitive, site, isTry))
        {
            OrderRule.Check(_analysis, state, @lock, site.GetLocation());

            // The second acquisition never succeeds; what follows is judged as if it were not there.
            return state;
        }

        _analysis.OnAcquire(state, @lock, primitive, site);
        HeldLock held = state.Held.TryGet(@lock, out HeldLock own)
            ? own.Add(mode) with { Origin = own.Origin is LockOrigin.Asserted or LockOrigin.Unchecked ? origin : own.Origin, Site = site }
            : HeldLock.Of(mode, origin, primitive, site);
        return state with { Held = state.Held.Set(@lock, held), NotHeld = state.NotHeld.Remove(@lock) };
    }

    public FlowState Release(FlowState state, AccessPath @lock, LockMode mode, LockPrimitive primitive, SyntaxNode site, bool isLexical = false)
    {
        if (Ignores(@lock) && !isLexical)
        {
            return state;
        }

        AccessPath key = @lock;
        HeldLock? held = state.Held.Find(@lock);
        if (held is null)
        {
            foreach (var entry in state.Held)
            {
                if (@lock.Covers(entry.Key))
                {
                    key = entry.Key;
                    held = entry.Value;
                }
            }
        }

        if (!isLexical && IsChecked(@lock, primitive))
        {
            RecordRelease(state, @lock, held, site);
        }

        if (held is null)
        {
            return state;
        }

        HeldLock? left = held.Subtract(mode);
        if (left is null)
        {
            // A contract that releases names no mode.
            if (held.Origin is not LockOrigin.Declared)
            {
                _analysis.Record(BalanceRule.ModeMismatch, site.GetLocation(), @lock.ToString(), isFault: true, state, @lock, ModeText(held), "released as " + Text(mode));
            }

            left = held.Subtract(LockMode.Any)!;
        }

        state = left.Depth == 0 ? WaitChecks.Released(key, state) : state;
        return state with
        {
            Held = left.Depth == 0 ? state.Held.Remove(key) : state.Held.Set(key, left),
            NotHeld = left.Depth == 0 ? state.NotHeld.Set(key, "") : state.NotHeld,
        };
    }

    /// <summary>The lock is known to be held from here on.</summary>
    public static FlowState Assert(FlowState state, AccessPath @lock, LockMode mode, LockPrimitive primitive, SyntaxNode? site)
        => LockFacts.IsHeld(state, @lock, mode)
            ? state
            : state with { Held = state.Held.Set(@lock, HeldLock.Of(mode, LockOrigin.Asserted, primitive, site)) };

    /// <summary>Whether nothing is said of a lock.</summary>
    public bool Ignores(AccessPath @lock)
        => IgnoresElements && (@lock.RootSyntax is ElementAccessExpressionSyntax || (@lock.RootSyntax is { } syntax && _collections.ContainsKey(syntax)) || @lock.Segments.Any(static segment => segment.IsElement));

    /// <summary>Remembers that a place in the code gives elements of a collection, another each time: an enumerator, or an access by an index that changes.</summary>
    public void NoteElements(SyntaxNode place, AccessPath collection) => _collections[place] = collection;

    /// <summary>The lock by the name of all elements, if it is that of one that has no name of its own.</summary>
    public AccessPath? OfAnyElement(AccessPath @lock)
    {
        if (@lock is not { Root: PathRoot.Value, RootSyntax: { } place } || !_collections.TryGetValue(place, out AccessPath? collection))
        {
            return null;
        }

        bool isEnumerated = !@lock.IsRootOnly && @lock.Segments[0] is { Name: "Current", IsElement: true };
        return collection.Append(PathSegment.AnyElement).Append(isEnumerated ? @lock.Segments.RemoveAt(0) : @lock.Segments);
    }

    private bool IsChecked(AccessPath @lock, LockPrimitive primitive) => _analysis.IsBalanced(@lock, primitive) && !_analysis.ImplementsLock;

    private void RecordRelease(FlowState state, AccessPath @lock, HeldLock? held, SyntaxNode site)
    {
        if (held is { IsLost: true })
        {
            _analysis.GaveUp = true;
            return;
        }

        bool isFault = held is null || held.IsMaybe;
        string text = held is { IsMaybe: true } ? "may not be held" : "is not held" + LockFacts.NearMatch(state, @lock);
        _analysis.Log.Record(
            BalanceRule.ReleaseNotHeld, site.GetLocation(), @lock.ToString(), isFault, state.IsSoft, _analysis.SeverityOfPair(@lock, isFault, isRelease: false), @lock, text);
        if (held?.Origin is LockOrigin.Tried)
        {
            // Its result tells the paths apart; only a look at it is missing.
            return;
        }

        _analysis.Joins.Observe(@lock, held is not null, site.GetLocation(), state.IsSoft, held?.Origin);
    }

    private bool CheckNotHeld(FlowState state, AccessPath @lock, LockMode mode, HeldLock? existing, LockPrimitive primitive, SyntaxNode site, bool isTry)
    {
        bool isFault = false;
        if (existing is { IsMaybe: false } held)
        {
            bool isUpgrade = mode is LockMode.Exclusive && held is { Upgradeable: > 0, Exclusive: 0 };
            bool isNested = mode is LockMode.Shared && held.Upgradeable > 0 && held.Shared == 0;
            if (!isUpgrade && !isNested && !primitive.IsReentrant)
            {
                if (held.Subtract(mode) is null)
                {
                    _analysis.Record(BalanceRule.ModeMismatch, site.GetLocation(), @lock.ToString(), isFault: true, state, @lock, ModeText(held), "acquired as " + Text(mode));
                }
                else
                {
                    isFault = !isTry;
                }
            }
        }

        _analysis.Record(BalanceRule.DoubleAcquire, site.GetLocation(), @lock.ToString(), isFault, state, @lock);
        return isFault;
    }

    private static string ModeText(HeldLock held) => held.Exclusive > 0 ? "exclusively" : held.Upgradeable > 0 ? "upgradeable" : "shared";

    private static string Text(LockMode mode) => mode switch
    {
        LockMode.Shared => "a shared hold",
        LockMode.Upgradeable => "an upgradeable hold",
        _ => "an exclusive hold",
    };
}
