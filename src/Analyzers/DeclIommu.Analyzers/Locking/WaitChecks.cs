using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0029: Monitor.Wait gives the lock up for a while, so what was seen of guarded members before it may not be true after it.</summary>
internal sealed class WaitChecks
{
    private const string StaleText = "was looked at before Monitor.Wait gave up";

    private readonly LockAnalysis _analysis;

    public WaitChecks(LockAnalysis analysis) => _analysis = analysis;

    /// <summary>A branch asks for guarded members, and for variables, which makes what is known of them new again.</summary>
    public FlowState Test(IOperation condition, FlowState state)
    {
        if (!_analysis.HasWait)
        {
            return state;
        }

        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: var local } && state.Observations.Contains(local))
            {
                state = state with { Observations = state.Observations.Remove(local) };
            }
            else if (operation is IMemberReferenceOperation reference && _analysis.Paths.TryEvaluate(reference, state) is { } path)
            {
                foreach (AccessPath @lock in Locks(reference, state))
                {
                    state = state with { Observations = Renewed(@lock, state.Observations).Set(path, new Observation(@lock, null)) };
                }
            }
        }

        return state;
    }

    /// <summary>Passes an operation: it may look again at a member, copy one, or write one on the strength of what is old.</summary>
    public FlowState Pass(IOperation operation, FlowState state)
    {
        if (!_analysis.HasWait)
        {
            return state;
        }

        switch (operation)
        {
            case IMemberReferenceOperation reference:
                AccessUsage usage = AccessClassifier.Classify(reference);
                if (usage is AccessUsage.Write)
                {
                    CheckWrite(reference, state);
                }
                else if (usage is AccessUsage.Read && _analysis.Paths.TryEvaluate(reference, state) is { } path && state.Observations.Find(path) is { Wait: not null })
                {
                    return state with { Observations = state.Observations.Remove(path) };
                }

                return state;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value }:
                return state with { Observations = Copied(value, state) is { } copied ? state.Observations.Set(local, copied) : state.Observations.Remove(local) };
            default:
                return state;
        }
    }

    /// <summary>The lock is given up and taken again.</summary>
    public FlowState Wait(IOperation call, AccessPath @lock, FlowState state)
    {
        FactMap<object, Observation> observations = state.Observations;
        foreach (KeyValuePair<object, Observation> entry in state.Observations)
        {
            observations = entry.Value.Lock.Equals(@lock) && entry.Value.Wait is null ? observations.Set(entry.Key, entry.Value with { Wait = call.Syntax }) : observations;
        }

        state = state with { Observations = observations };

        // What a guarded member leads to may be another object afterwards.
        foreach (AccessPath member in state.Values.Select(static entry => entry.Value).Concat(state.Held.Select(static entry => entry.Key)).Select(path => Guarded(path, @lock)).Where(static path => path is not null).Distinct()!)
        {
            state = state.Rename(member, AccessPath.Value(call.Syntax, generation: 1).Append(member.Segments));
        }

        return state;
    }

    /// <summary>What was seen under a lock is forgotten with it.</summary>
    public static FlowState Released(AccessPath @lock, FlowState state)
    {
        FactMap<object, Observation> observations = state.Observations;
        foreach (KeyValuePair<object, Observation> entry in state.Observations)
        {
            observations = entry.Value.Lock.Equals(@lock) ? observations.Remove(entry.Key) : observations;
        }

        return ReferenceEquals(observations, state.Observations) ? state : state with { Observations = observations };
    }

    private void CheckWrite(IMemberReferenceOperation reference, FlowState state)
    {
        foreach (AccessPath @lock in Locks(reference, state))
        {
            foreach (KeyValuePair<object, Observation> entry in state.Observations)
            {
                if (entry.Value.Wait is not { } wait || !entry.Value.Lock.Equals(@lock))
                {
                    continue;
                }

                if (entry.Key is AccessPath tested)
                {
                    _analysis.Record(SignalRule.Descriptor, wait.GetLocation(), tested.ToString(), isFault: true, state, tested, StaleText, @lock, ": test it again, in a loop around the wait");
                }
                else if (UseOf((ISymbol)entry.Key, reference) is { } use)
                {
                    _analysis.Record(SignalRule.Descriptor, use.Syntax.GetLocation(), use.Local.Name, isFault: true, state, use.Local.Name, StaleText, @lock, ": read it again after the wait");
                }
            }
        }
    }

    // A loop around the wait need not ask for everything again: who asks at all has thought of it.
    private static FactMap<object, Observation> Renewed(AccessPath @lock, FactMap<object, Observation> observations)
    {
        foreach (KeyValuePair<object, Observation> entry in observations)
        {
            observations = entry.Key is AccessPath && entry.Value.Wait is not null && entry.Value.Lock.Equals(@lock) ? observations.Remove(entry.Key) : observations;
        }

        return observations;
    }

    private static ILocalReferenceOperation? UseOf(ISymbol local, IMemberReferenceOperation target)
        => (target.Parent as IAssignmentOperation)?.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().FirstOrDefault(use => SymbolEqualityComparer.Default.Equals(use.Local, local));

    private Observation? Copied(IOperation value, FlowState state)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return Copied(conversion.Operand, state);
            case IBinaryOperation binary:
                return Copied(binary.LeftOperand, state) ?? Copied(binary.RightOperand, state);
            case ILocalReferenceOperation local:
                return state.Observations.Find(local.Local);
            case IMemberReferenceOperation reference:
                AccessPath? @lock = Locks(reference, state).FirstOrDefault();
                return @lock is null ? null : new Observation(@lock, null);
            default:
                return null;
        }
    }

    private IEnumerable<AccessPath> Locks(IMemberReferenceOperation reference, FlowState state)
    {
        AccessPath? receiver = reference.Instance is null ? null : _analysis.Paths.Evaluate(reference.Instance, state);
        foreach (Guard guard in _analysis.Contracts.Guards(reference.Member))
        {
            foreach (LockTemplate template in guard.Kind is GuardKind.All ? guard.Locks : default)
            {
                if (template.Instantiate(receiver, static _ => null, reference.Member.ContainingType) is { } @lock)
                {
                    yield return @lock;
                }
            }
        }
    }

    /// <summary>The part of a path that ends in a member which the lock guards.</summary>
    private AccessPath? Guarded(AccessPath path, AccessPath @lock)
    {
        for (; !path.IsRootOnly; path = path.Parent())
        {
            if (path.LastSymbol is IFieldSymbol { IsReadOnly: false } or IPropertySymbol && _analysis.Contracts.Guards(path.LastSymbol).Any(guard
                => guard.Locks.Any(template => @lock.Equals(template.Instantiate(path.Parent(), static _ => null)))))
            {
                return path;
            }
        }

        return null;
    }
}
