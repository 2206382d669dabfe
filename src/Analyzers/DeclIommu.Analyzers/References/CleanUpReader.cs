using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Gathers what a member does that matters where it is the clean-up of an object.</summary>
internal sealed class CleanUpReader : IReferenceRule
{
    private readonly ReferenceAnalysis _analysis;

    public CleanUpReader(ReferenceAnalysis analysis) => _analysis = analysis;

    public CleanUp Found { get; } = new();

    // What is worked out on trial is not what the member does, and what a lambda does it does some other time.
    private bool IsOff => _analysis.Log.IsMuted || _analysis.IsDeferred;

    public void Check(IOperation operation, FlowState before)
    {
        if (IsOff || operation is not IInvocationOperation invocation)
        {
            return;
        }

        var call = new CallSite(invocation, CallTarget.Of(invocation), invocation.Instance, invocation.Arguments);
        foreach (LockEffect effect in _analysis.Scope.Locks.Effects(call.Method, call.Receiver?.Type).Effects)
        {
            bool isAcquired = effect.Kind is LockEffectKind.Acquire;
            if ((isAcquired || effect.Kind is LockEffectKind.Exclude or LockEffectKind.RequireNotHeld) && call.Lock(effect.Lock, _analysis.Locks.Paths, before) is { } path)
            {
                Found.Locks.Add(new NeededLock(path, isAcquired));
            }
        }

        if (call.Method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
        {
            return;
        }

        CalledMember called = Name(call, before);
        Found.Calls.Add(called);
        if (before is { IsSoft: false, Held.Count: > 0 } && GivenUp(call, before) is { } name)
        {
            Found.Releases.Add(new ReleaseUnderLock(called, ReferenceLog.PlaceOf(invocation.Syntax), name, before.Held));
        }
    }

    /// <summary>A lock statement takes a lock.</summary>
    public void Takes(AccessPath @lock)
    {
        if (!IsOff)
        {
            Found.Locks.Add(new NeededLock(@lock, IsAcquired: true));
        }
    }

    private CalledMember Name(CallSite call, FlowState state)
    {
        var arguments = new AccessPath?[call.Method.Parameters.Length];
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < arguments.Length)
            {
                arguments[parameter.Ordinal] = _analysis.Locks.Paths.TryEvaluate(argument.Value, state);
            }
        }

        AccessPath? receiver = call.Receiver is null ? null : _analysis.Locks.Paths.Evaluate(call.Receiver, state);
        return new CalledMember((call.Method.ReducedFrom ?? call.Method).OriginalDefinition, receiver, arguments.ToImmutableArray());
    }

    /// <summary>What to call the object whose last reference a call may give up; null if it gives up none, or never the last.</summary>
    private string? GivenUp(CallSite call, FlowState state)
    {
        OwnershipContract contract = _analysis.Contracts.Of(call.Method);
        IOperation? given = contract.Receiver is ReceiverEffect.Releases ? call.Receiver : null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            given = argument.Parameter is { } parameter && contract.Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Consumes && _analysis.Contracts.IsCounted(argument.Value.Type)
                ? argument.Value
                : given;
        }

        if (given is null || _analysis.Objects.TryOf(given, state) is not { } path)
        {
            return null;
        }

        // Somebody else who keeps the object, or a second reference of one's own, makes it not the last.
        bool isKept = _analysis.Operations.Find(state, path) is { } fact && (fact.Owned.Length > 1 || fact.Backing is Backing.Lent || fact.IsNull is true);
        return isKept ? null : ReferenceOperations.NameOf(path, state);
    }
}
