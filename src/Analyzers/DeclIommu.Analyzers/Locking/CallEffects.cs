using System.Collections.Generic;
using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Applies the contract of what is called.</summary>
internal sealed class CallEffects
{
    private readonly LockAnalysis _analysis;

    public CallEffects(LockAnalysis analysis) => _analysis = analysis;

    /// <summary>Adds the states after the call; several if its result decides what is held.</summary>
    public void Apply(CallSite call, MethodContract contract, FlowState before, List<FlowState> after)
    {
        var states = new List<FlowState> { before };
        var scoped = ImmutableArray.CreateBuilder<(AccessPath Lock, LockMode Mode)>();
        bool isInverse = false;
        bool isHolding = true;
        bool makesScope = call.Result is { } result && _analysis.Contracts.IsScope(result);
        foreach (LockEffect effect in contract.Effects)
        {
            if (call.Lock(effect.Lock, _analysis.Paths, before) is not { } path)
            {
                continue;
            }

            if (makesScope)
            {
                bool isShared = LockFacts.Find(before, path) is { Exclusive: 0, Shared: > 0 };
                scoped.Add((path, effect.Mode is not LockMode.Any ? effect.Mode : isShared ? LockMode.Shared : LockMode.Exclusive));
                isInverse |= effect.Kind is LockEffectKind.Release;
                isHolding &= effect.Kind is not (LockEffectKind.Exclude or LockEffectKind.RequireNotHeld);
            }

            LockPrimitive primitive = PrimitiveOf(path, effect, contract);
            var next = new List<FlowState>();
            foreach (FlowState state in states)
            {
                Apply(call, effect, path, primitive, makesScope, Exists(call, effect, state), next);
            }

            states = next;
        }

        if (makesScope && scoped.Count > 0)
        {
            var scope = new ScopeFact(scoped.ToImmutable(), contract.Primitive ?? LockPrimitive.User, isInverse, isHolding);
            states = states.ConvertAll(state => state with { Scopes = state.Scopes.Set(AccessPath.Value(call.Operation.Syntax), scope) });
        }

        after.AddRange(states);
    }

    /// <summary>Who locks an object has one: no null check of it fails any more.</summary>
    private static FlowState Exists(CallSite call, LockEffect effect, FlowState state)
    {
        IOperation? holder = call.Receiver ?? (effect.Lock is { Root: TemplateRoot.Parameter, Segments.IsEmpty: true } && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return holder is { Type.IsReferenceType: true } && ConditionEvaluator.Atom(holder) is { } atom and not IOperation && !state.Known.Contains(atom) ? state.SetKnown(atom, KnownValue.NotNull) : state;
    }

    private LockPrimitive PrimitiveOf(AccessPath path, LockEffect effect, MethodContract contract)
        => contract.Primitive is { } primitive && (effect.Lock.IsSelf || primitive.Name is "Monitor")
            ? primitive
            : _analysis.Contracts.Lockable(LockAnalysis.TypeOf(path)) ?? contract.Primitive ?? _analysis.PrimitiveOf(path);

    private void Apply(CallSite call, LockEffect effect, AccessPath path, LockPrimitive primitive, bool makesScope, FlowState state, List<FlowState> next)
    {
        LockOrigin origin = makesScope || state.Scopes.Contains(path) ? LockOrigin.Scoped : LockOrigin.Acquired;
        switch (effect.Kind)
        {
            case LockEffectKind.Require or LockEffectKind.Signal:
                foreach ((AccessPath @lock, LockMode mode) in LockFacts.Expand(state, path, effect.Mode))
                {
                    Require(call, effect, @lock, mode, state);
                }

                next.Add(effect.Kind is LockEffectKind.Signal && call.Name is "Wait" ? _analysis.Waits.Wait(call.Operation, path, state) : state);
                break;
            case LockEffectKind.Exclude or LockEffectKind.RequireNotHeld:
                foreach ((AccessPath @lock, _) in LockFacts.Expand(state, path, effect.Mode))
                {
                    _analysis.Record(CallContractRule.Excludes, call.Location, @lock.ToString(), LockFacts.Find(state, @lock) is { IsMaybe: false }, state, call.Name, @lock);
                }

                next.Add(state);
                break;
            case LockEffectKind.Acquire when call.IsNotAwaited:
                next.Add(state);
                break;
            case LockEffectKind.Acquire:
                next.Add(SetFlag(call, effect, true, Acquire(call, path, effect.Mode, origin, primitive, state)));
                break;
            case LockEffectKind.Release:
                next.Add(Release(call, effect, path, primitive, state));
                break;
            case LockEffectKind.TryAcquire:
                Try(call, effect, path, origin, primitive, state, next);
                break;
            case LockEffectKind.Assert:
                next.Add(LockOperations.Assert(state, path, effect.Mode, primitive, call.Operation.Syntax));
                break;
            case LockEffectKind.Query:
                next.Add(LockOperations.Assert(state, path, effect.Mode, primitive, call.Operation.Syntax).SetKnown(call.Operation, KnownValue.True));
                if (!LockFacts.IsHeld(state, path, effect.Mode))
                {
                    next.Add(state.SetKnown(call.Operation, KnownValue.False));
                }

                break;
        }
    }

    private void Require(CallSite call, LockEffect effect, AccessPath @lock, LockMode mode, FlowState state)
    {
        bool isOwn = @lock.Root is PathRoot.This && _analysis.IsConstructor && !state.ThisEscaped && !_analysis.Options.ChecksConstructors;
        if (isOwn || (@lock.Root is PathRoot.This && (_analysis.IsInitializer || _analysis.Options.IsAlone(_analysis.Owner))))
        {
            return;
        }

        bool isFresh = call.Receiver is { } receiver && !_analysis.Options.ChecksConstructors && _analysis.Paths.TryEvaluate(receiver, state) is { } path && @lock.StartsWith(path) && FreshObjects.IsFresh(path, call.Operation.Syntax);
        if (isFresh && effect.Kind is LockEffectKind.Require)
        {
            return;
        }

        if (effect.Kind is LockEffectKind.Signal && !_analysis.IsBalanced(@lock, LockPrimitive.Monitor))
        {
            return;
        }

        bool isFault = LockFacts.IsMissing(_analysis, state, @lock, mode);
        string note = LockFacts.NearMatch(state, @lock);
        if (effect.Kind is LockEffectKind.Signal)
        {
            _analysis.Record(SignalRule.Descriptor, call.Location, @lock.ToString(), isFault, state, call.Name, "is called without holding", @lock, note);
            return;
        }

        _analysis.Record(CallContractRule.Requires, call.Location, @lock.ToString(), isFault, state, call.Name, @lock, note);
    }

    private FlowState Acquire(CallSite call, AccessPath path, LockMode mode, LockOrigin origin, LockPrimitive primitive, FlowState state, bool isTry = false)
    {
        bool isScope = state.Scopes.TryGet(path, out ScopeFact scope);
        foreach ((AccessPath @lock, LockMode own) in LockFacts.Expand(state, path, mode))
        {
            state = _analysis.Operations.Acquire(state, @lock, mode is LockMode.Any ? own : mode, origin, primitive, call.Operation.Syntax, isTry);
        }

        return isScope ? state with { Scopes = state.Scopes.Set(path, scope with { IsHolding = true }) } : state;
    }

    private FlowState Release(CallSite call, LockEffect effect, AccessPath path, LockPrimitive primitive, FlowState state)
    {
        if (!state.Scopes.TryGet(path, out ScopeFact scope))
        {
            // What a scope that came from elsewhere holds is not known.
            bool isUnknown = effect.Lock.Root is TemplateRoot.Managed && call.Name is "Dispose" && !state.Held.Contains(path);
            return isUnknown ? state : _analysis.Operations.Release(state, path, effect.Mode, primitive, call.Operation.Syntax);
        }

        bool isDispose = call.Name is "Dispose";
        if (isDispose && scope.IsInverse)
        {
            foreach ((AccessPath @lock, LockMode mode) in scope.Locks)
            {
                // What was taken back by hand stays: the scope knows.
                if (!LockFacts.IsHeld(state, @lock, mode))
                {
                    state = _analysis.Operations.Acquire(state, @lock, mode, LockOrigin.Acquired, primitive, call.Operation.Syntax);
                }
            }

            return state;
        }

        foreach ((AccessPath @lock, _) in scope.Locks)
        {
            if (!isDispose || state.Held.Contains(@lock))
            {
                state = _analysis.Operations.Release(state, @lock, LockMode.Any, primitive, call.Operation.Syntax);
            }
        }

        return state with { Scopes = state.Scopes.Set(path, scope with { IsHolding = false }) };
    }

    private void Try(CallSite call, LockEffect effect, AccessPath path, LockOrigin origin, LockPrimitive primitive, FlowState state, List<FlowState> next)
    {
        bool isFlagged = effect.FlagParameter >= 0;
        bool isUnchecked = !isFlagged && call.IsResultIgnored(_analysis);
        if (isUnchecked && (primitive.IsStrict || _analysis.IsGuard(path)))
        {
            _analysis.Record(BalanceRule.UncheckedTry, call.Location, path.ToString(), isFault: true, state, path);
        }

        // A try by another path through the same call has its result already: one method may try several locks.
        if (state.Known.TryGet(call.Operation, out KnownValue decided))
        {
            bool succeeded = decided.EqualTo(effect.Success) is true;
            next.Add(succeeded ? Acquire(call, path, effect.Mode, origin, primitive, state, isTry: true) : state);
            return;
        }

        if (!isFlagged && !isUnchecked)
        {
            state = state with { Untested = state.Untested.Set(call.Operation, call.Operation.Syntax) };
        }

        FlowState held = Acquire(call, path, effect.Mode, isUnchecked ? LockOrigin.Unchecked : origin is LockOrigin.Acquired ? LockOrigin.Tried : origin, primitive, state, isTry: true);
        next.Add(isFlagged ? SetFlag(call, effect, true, held) : held.SetKnown(call.Operation, KnownValue.Of(effect.Success)));
        next.Add(isFlagged ? SetFlag(call, effect, false, state) : state.SetKnown(call.Operation, KnownValue.Of(!effect.Success)));
    }

    private static FlowState SetFlag(CallSite call, LockEffect effect, bool value, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == effect.FlagParameter && ConditionEvaluator.Atom(argument.Value) is { } atom)
            {
                state = state.SetKnown(atom, KnownValue.Of(value));
            }
        }

        return state;
    }
}
