using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Applies the ownership contract of what is called.</summary>
internal sealed class CallOwnership
{
    private readonly ReferenceAnalysis _analysis;
    private readonly VariableTransfer _variables;
    private readonly Stores _stores;
    private readonly CallEffects _locks;
    private readonly PassedReferences _passed;
    private readonly OutArguments _outs;
    private readonly AtomicExchange _exchange;

    public CallOwnership(ReferenceAnalysis analysis, VariableTransfer variables, Stores stores)
    {
        _analysis = analysis;
        _variables = variables;
        _stores = stores;
        _locks = new CallEffects(analysis.Locks);
        _passed = new PassedReferences(analysis, stores);
        _outs = new OutArguments(analysis, stores);
        _exchange = new AtomicExchange(analysis, stores);
    }

    /// <summary>Adds the states after the call; several if its result decides what is owned.</summary>
    public void Apply(CallSite call, FlowState before, List<FlowState> after)
    {
        var states = new List<FlowState>();
        MethodContract locks = _analysis.Scope.Locks.Effects(call.Method, call.Receiver?.Type);
        if (locks.IsEmpty)
        {
            states.Add(before);
        }
        else
        {
            _locks.Apply(call, locks, before, states);
        }

        (OwnershipContract contract, PairRole? pair) = _analysis.ContractOf(call.Method);
        contract = contract.IsEmpty && pair is null ? _analysis.Elements.ContractOf(call) : contract;
        foreach (FlowState state in states)
        {
            if (!_exchange.Apply(call, state, after))
            {
                Own(call, contract, pair, state, after);
            }
        }
    }

    /// <summary>What is left of the references if the call throws: what it releases is released all the same.</summary>
    public FlowState Throw(IOperation operation, FlowState before)
    {
        CallSite? call = operation switch
        {
            IInvocationOperation invocation => new CallSite(invocation, CallTarget.Of(invocation), invocation.Instance, invocation.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => new CallSite(creation, constructor, null, creation.Arguments),
            _ => null,
        };
        if (call is null)
        {
            return before;
        }

        before = OwnCalls.Apply(_analysis, call, before);
        if (before.References.Count == 0 && call.Receiver is null)
        {
            return before;
        }

        (OwnershipContract contract, PairRole? pair) = _analysis.ContractOf(call.Method);
        bool wasMuted = _analysis.Log.IsMuted;
        _analysis.Log.IsMuted = true;
        FlowState thrown = _passed.GiveUp(call, contract, pair, onlyOnThrow: true, before);
        thrown = _passed.Pass(call, contract, pair, onlyOfPairs: true, thrown);
        thrown = ReleaseReceiver(call, contract, pair, thrown);
        _analysis.Log.IsMuted = wasMuted;
        return thrown;
    }

    private void Own(CallSite call, OwnershipContract contract, PairRole? pair, FlowState state, List<FlowState> after)
    {
        state = OwnCalls.Apply(_analysis, call, FieldForgetting.Apply(_analysis, call, state));
        state = _passed.GiveUp(call, contract, pair, onlyOnThrow: false, state);
        state = _passed.Pass(call, contract, pair, onlyOfPairs: false, state);
        if (call.Operation is IInvocationOperation invocation)
        {
            state = _outs.Rename(invocation, _variables, state);
        }

        FlowState before = state;
        ReferenceFact? receiver = call.Receiver is null ? null : _analysis.Operations.Find(state, _analysis.Objects.TryOf(call.Receiver, state));
        state = ReleaseReceiver(call, contract, pair, state);
        state = Result(call, contract, pair, state);
        if (contract.IsFinalRelease && receiver is { IsOwned: true, Owned.Length: 1 } && !call.IsResultIgnored(_analysis.Locks) && _analysis.Objects.TryOf(call.Receiver, state) is { } released)
        {
            ReferenceFact gone = state.References.Find(released)!;
            after.Add(ReferenceOperations.Set(state, released, gone with { Ending = Ending.FinallyReleased }).SetKnown(call.Operation, KnownValue.True));
            after.Add(state.SetKnown(call.Operation, KnownValue.False));
            return;
        }

        if (pair is { Acquires: not null, Pair.CanFail: true })
        {
            AttemptPair(call, contract, pair, before, state, after);
            return;
        }

        if (!contract.IsConditional)
        {
            state = AcquireReceiver(call, contract, pair, state);
            after.Add(_outs.Own(call, contract, isConditional: false, state));
            return;
        }

        Attempt(call, contract, state, after);
    }

    private void Attempt(CallSite call, OwnershipContract contract, FlowState state, List<FlowState> after)
    {
        KnownValue success = contract.Success is bool flag ? KnownValue.Of(flag) : new KnownValue(true, contract.Success);
        KnownValue failure = contract.Success is bool flag2 ? KnownValue.Of(!flag2) : success with { IsEqual = false };
        AccessPath? receiver = contract.Receiver is ReceiverEffect.TryAcquires && call.Receiver is not null ? _analysis.Objects.Of(call.Receiver, state) : null;
        if (call.IsResultIgnored(_analysis.Locks))
        {
            if (receiver is not null)
            {
                _analysis.Log.Fault(UseRule.UncheckedAcquire, ReferenceLog.PlaceOf(call.Operation.Syntax), state.IsSoft, ReferenceOperations.NameOf(receiver, state));
                state = _analysis.Operations.Escape(_analysis.Operations.Acquire(state, receiver, new Acquisition(AcquisitionKind.Call, call.Operation.Syntax)), receiver);
            }

            after.Add(_outs.Own(call, contract, isConditional: false, state));
            return;
        }

        state = state with { Untested = state.Untested.Set(call.Operation, call.Operation.Syntax) };
        FlowState acquired = state;
        FlowState refused = state;
        if (receiver is not null)
        {
            acquired = _analysis.Operations.Acquire(state, receiver, new Acquisition(AcquisitionKind.Call, call.Operation.Syntax));
            refused = ReferenceOperations.Set(state, receiver, (_analysis.Operations.Find(state, receiver) ?? new ReferenceFact()) with { FailedAt = call.Operation.Syntax });
        }

        after.Add(_outs.Own(call, contract, isConditional: true, acquired).SetKnown(call.Operation, success));
        after.Add(refused.SetKnown(call.Operation, failure));
    }

    /// <summary>A pair whose acquiring half can fail: the failure value tells.</summary>
    private void AttemptPair(CallSite call, OwnershipContract contract, PairRole pair, FlowState before, FlowState state, List<FlowState> after)
    {
        KnownValue failure = new(true, pair.Pair.Failure);
        KnownValue success = pair.Pair.Failure is bool flag ? KnownValue.Of(!flag) : failure with { IsEqual = false };
        FlowState acquired = _outs.Own(call, contract, isConditional: true, AcquireReceiver(call, contract, pair, state));
        if (pair.Acquires is PairTarget.Result && acquired.References.TryGet(AccessPath.Value(call.Operation.Syntax), out ReferenceFact fact))
        {
            acquired = ReferenceOperations.Set(acquired, AccessPath.Value(call.Operation.Syntax), fact with { IsNull = false });
        }

        after.Add(acquired.SetKnown(call.Operation, success));
        after.Add(before.SetKnown(call.Operation, failure));
    }

    private FlowState AcquireReceiver(CallSite call, OwnershipContract contract, PairRole? pair, FlowState state)
    {
        bool acquires = contract.Receiver is ReceiverEffect.Acquires || pair is { Acquires: PairTarget.Receiver };
        if (!acquires || call.Receiver is null)
        {
            return state;
        }

        AccessPath path = _analysis.Objects.Of(call.Receiver, state);
        state = _analysis.Operations.Acquire(state, path, new Acquisition(AcquisitionKind.Call, call.Operation.Syntax, pair?.Pair));
        if (pair is null)
        {
            return state;
        }

        // The other half of the pair may well stand in another member: only a release in this one shows that it belongs here, or a look at the flag that says whether there is one due.
        state = ReferenceOperations.Set(state, path, state.References.Find(path)! with { IsPassed = !AsksFlag(call, pair) });
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == pair.FlagParameter && ConditionEvaluator.Atom(argument.Value) is { } flag)
            {
                state = state.SetKnown(flag, KnownValue.True);
            }
        }

        return state;
    }

    // In a handler of exceptions it is asked by who hands the reference on otherwise.
    private static bool AsksFlag(CallSite call, PairRole pair)
        => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == pair.FlagParameter)?.Value is ILocalReferenceOperation { Local: var flag }
            && call.Operation.Syntax.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax or AccessorDeclarationSyntax) is { } member
            && member.DescendantNodes().OfType<IfStatementSyntax>().Any(test => test.FirstAncestorOrSelf<CatchClauseSyntax>() is null && test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == flag.Name));

    private FlowState ReleaseReceiver(CallSite call, OwnershipContract contract, PairRole? pair, FlowState state)
    {
        if (call.Receiver is null || _analysis.Objects.TryOf(call.Receiver, state) is not { } path)
        {
            return state;
        }

        if (contract.Receiver is ReceiverEffect.Releases || pair is { Releases: PairTarget.Receiver })
        {
            return _analysis.Operations.Release(state, path, Ending.Released, ReferenceLog.PlaceOf(call.Operation.Syntax), pair?.Pair);
        }

        // What is owned without being counted is released by its disposal.
        bool isDisposal = call.Method is { Name: "Dispose" or "DisposeAsync" or "Close", Parameters.IsEmpty: true };
        return isDisposal && _analysis.Operations.Find(state, path) is { IsOwned: true } && !_analysis.Contracts.IsCounted(ObjectEvaluator.Strip(call.Receiver).Type)
            ? _analysis.Operations.Release(state, path, Ending.Escaped, ReferenceLog.PlaceOf(call.Operation.Syntax))
            : state;
    }

    private FlowState Result(CallSite call, OwnershipContract contract, PairRole? pair, FlowState state)
    {
        AccessPath result = AccessPath.Value(call.Operation.Syntax);
        bool? isNull = call.Operation is IObjectCreationOperation || pair is { Pair.CanFail: false } ? false : null;
        bool makesNothing = call.Method.MethodKind is MethodKind.Constructor && call.Operation is not IObjectCreationOperation;
        if ((contract.Result is ResultOwnership.Owned && !makesNothing) || pair is { Acquires: PairTarget.Result })
        {
            return ReferenceOperations.Set(state, result, ReferenceFact.Of(new Acquisition(AcquisitionKind.Call, call.Operation.Syntax, pair?.Pair), isNull));
        }

        if (contract.Result is not ResultOwnership.Borrowed)
        {
            return state;
        }

        return ReferenceOperations.Set(state, result, new ReferenceFact
        {
            Backing = Backing.Lent,
            Lender = call.Receiver is null ? null : _analysis.Objects.TryOf(call.Receiver, state),
            ValidWhile = contract.ValidWhile is { } @lock ? _analysis.Locks.Paths.Instantiate(@lock, call.Receiver, call.Arguments, state) : null,
        });
    }
}
