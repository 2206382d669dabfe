using System;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Checks that a function ends with the locks held that its contract says, and no others.</summary>
internal sealed class ExitChecks
{
    private readonly LockAnalysis _analysis;
    private readonly FunctionExpectation _expectation;
    private readonly FlowState _entry;

    public ExitChecks(LockAnalysis analysis, FunctionExpectation expectation, FlowState entry)
    {
        _analysis = analysis;
        _expectation = expectation;
        _entry = entry;
    }

    public void Check(List<FlowExit> exits)
    {
        foreach (IGrouping<Location, FlowExit> place in exits.Where(static exit => !exit.IsExceptional).GroupBy(static exit => exit.Location))
        {
            CheckReturns(place.Key, place.ToList());
        }

        foreach (FlowExit exit in exits)
        {
            if (exit.IsExceptional)
            {
                CheckThrow(exit, static _ => true);
            }
            else
            {
                CheckUntested(exit);
            }
        }
    }

    /// <summary>For a function that is looked at where it is called: what it takes and gives back itself is lost when it throws; of other locks the caller knows.</summary>
    public void CheckOwnThrows(List<FlowExit> exits)
    {
        List<FlowExit> returns = exits.FindAll(static exit => !exit.IsExceptional);
        foreach (FlowExit exit in exits.Where(exit => exit.IsExceptional && returns.Count > 0))
        {
            CheckThrow(exit, @lock => returns.TrueForAll(end => DepthOf(end.State, @lock) <= DepthOf(_entry, @lock)));
        }
    }

    private void CheckReturns(Location place, List<FlowExit> exits)
    {
        var locks = new HashSet<AccessPath>();
        foreach (FlowExit exit in exits)
        {
            locks.UnionWith(exit.State.Held.Select(static entry => entry.Key));
        }

        locks.UnionWith(_expectation.Effects.Where(static entry => entry.Effect.Kind is not LockEffectKind.Assert).Select(static entry => entry.Lock));
        foreach (AccessPath @lock in locks)
        {
            CheckReturn(place, exits, @lock);
        }
    }

    private void CheckUntested(FlowExit exit)
    {
        object? returned = exit.Value is null ? null : ConditionEvaluator.Atom(exit.Value);
        foreach (KeyValuePair<object, SyntaxNode> entry in exit.State.Untested)
        {
            bool isHeld = exit.State.Held.Any(held => held.Value.Site == entry.Value);
            if (isHeld && !exit.State.IsSoft && entry.Key is ILocalSymbol && !AtomComparer.Instance.Equals(entry.Key, returned))
            {
                _analysis.Log.Fault(BalanceRule.UncheckedTry, entry.Value.GetLocation(), exit.State.Held.First(held => held.Value.Site == entry.Value).Key);
            }
        }
    }

    private void CheckReturn(Location place, List<FlowExit> exits, AccessPath @lock)
    {
        bool isHeldSomewhere = false;
        bool isFreeSomewhere = false;
        foreach (FlowExit exit in exits)
        {
            HeldLock? held = exit.State.Held.Find(@lock);
            if (held is { IsLost: true })
            {
                _analysis.GaveUp = true;
                continue;
            }

            int depth = held is null or { IsMaybe: true } ? 0 : held.Depth;
            (int minimum, int maximum) = _expectation.DepthAtReturn(@lock, ConditionEvaluator.Evaluate(exit.Value, exit.State), _entry);
            bool isExcess = depth > maximum && !IsExcused(@lock, held!, exit);
            if (exit.State.IsSoft)
            {
                // An exception that a handler swallowed left the lock held.
                _analysis.RecordUnlikelyLeak(@lock, held?.Site, isExcess, exit.State);
            }
            else
            {
                // Held on some ways only counts on both sides.
                isHeldSomewhere |= isExcess || (held is { IsMaybe: true } && maximum == 0 && !IsExcused(@lock, held, exit));
                isFreeSomewhere |= !isExcess;
            }

            bool isMissing = depth < minimum && held is not { IsMaybe: true };
            _analysis.Record(BalanceRule.NotHeldAtEnd, place, @lock.ToString(), isMissing, exit.State, @lock);
        }

        if (isHeldSomewhere && isFreeSomewhere)
        {
            _analysis.Log.Record(BalanceRule.JoinMismatch, place, @lock.ToString(), isFault: true, isSoft: false, _analysis.SeverityOfPair(@lock, isFault: true, isRelease: true), @lock);
        }
        else if (isHeldSomewhere)
        {
            _analysis.Log.Record(BalanceRule.HeldAtEnd, place, @lock.ToString(), isFault: true, isSoft: false, _analysis.SeverityOfPair(@lock, isFault: true, isRelease: true), @lock);
        }
    }

    private static int DepthOf(FlowState state, AccessPath @lock) => state.Held.Find(@lock)?.Depth ?? 0;

    private void CheckThrow(FlowExit exit, Func<AccessPath, bool> concerns)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> entry in exit.State.Held)
        {
            if (entry.Value.IsMaybe || entry.Value.Depth <= DepthOf(_entry, entry.Key) || !concerns(entry.Key) || IsExcused(entry.Key, entry.Value, exit))
            {
                continue;
            }

            if (exit.State.IsSoft || exit.Location == Location.None)
            {
                _analysis.RecordUnlikelyLeak(entry.Key, entry.Value.Site, isFault: true, exit.State);
            }
            else if (_analysis.Options.ExplicitExceptions)
            {
                _analysis.Record(BalanceRule.HeldOnException, exit.Location, entry.Key.ToString(), isFault: true, exit.State, entry.Key, "");
            }
        }
    }

    private bool IsExcused(AccessPath @lock, HeldLock held, FlowExit exit)
    {
        if (held.Origin is LockOrigin.Asserted or LockOrigin.Unchecked or LockOrigin.Lexical || !_analysis.IsBalanced(@lock, held.Primitive))
        {
            return true;
        }

        if (held.Site is not null && exit.State.Untested.Any(entry => entry.Value == held.Site))
        {
            // Reported as such: on this path nobody asked whether the try succeeded.
            return true;
        }

        // A scope that is handed on takes its locks with it.
        return exit.Value is not null && _analysis.Paths.TryEvaluate(exit.Value, exit.State) is { } value
            && exit.State.Scopes.TryGet(value, out ScopeFact scope) && scope.Locks.Any(entry => entry.Lock.Equals(@lock));
    }
}
