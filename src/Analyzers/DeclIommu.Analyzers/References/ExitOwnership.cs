using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Checks that a function ends without a reference that nobody is told of.</summary>
internal sealed class ExitOwnership
{
    private readonly ReferenceAnalysis _analysis;
    private readonly IMethodSymbol? _function;
    private readonly OwnershipContract _contract;

    public ExitOwnership(ReferenceAnalysis analysis, IMethodSymbol? function)
    {
        _analysis = analysis;
        _function = function;
        _contract = function is null ? OwnershipContract.Empty : analysis.Contracts.Of(function);
    }

    public void Check(List<FlowExit> exits)
    {
        foreach (FlowExit exit in exits)
        {
            if (exit.IsExceptional)
            {
                CheckThrow(exit);
            }
            else
            {
                CheckReturn(exit);
            }
        }
    }

    private void CheckReturn(FlowExit exit)
    {
        FlowState state = exit.State;
        AccessPath? returned = state.Values.Find(Lifetimes.Returned);
        if (returned is not null && exit.Value is not null)
        {
            CheckReturned(exit, returned);
        }

        bool succeeded = !_contract.IsConditional || ConditionEvaluator.Evaluate(exit.Value, state)?.EqualTo(_contract.Success) is not false;
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in state.References)
        {
            if (!entry.Value.IsOwned || (_analysis.Operations.IsOwnedField(entry.Key) && !entry.Key.IsRootOnly) || _analysis.Elements.IsReleased(entry.Key, state))
            {
                continue;
            }

            if (entry.Key.Equals(returned) && !IsToldOfResult(exit.Value, entry.Value))
            {
                _analysis.Operations.Lose(state, entry.Key, LossKind.Untold, exit.Location);
                continue;
            }

            int handedOn = entry.Key.Equals(returned) ? 1 : 0;
            handedOn += _function?.Parameters.Count(parameter => parameter.RefKind is RefKind.Out or RefKind.Ref && entry.Key.Equals(state.Values.Find(parameter)) && IsToldOf(parameter, succeeded)) ?? 0;
            handedOn += entry.Key.Equals(AccessPath.This) && _contract.Receiver is ReceiverEffect.Acquires or ReceiverEffect.TryAcquires && succeeded ? 1 : 0;
            if (handedOn < entry.Value.Owned.Length)
            {
                FlowState rest = ReferenceOperations.Set(state, entry.Key, entry.Value with { Owned = entry.Value.Owned.RemoveRange(entry.Value.Owned.Length - handedOn, handedOn) });
                _analysis.Operations.Lose(rest, entry.Key, LossKind.AtEnd, exit.Location);
            }
        }
    }

    private void CheckThrow(FlowExit exit)
    {
        LossKind how = exit.State.IsSoft || exit.Location == Location.None ? LossKind.ByCall : LossKind.ByThrow;
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in exit.State.References)
        {
            if (!entry.Value.IsOwned || _analysis.Elements.IsReleased(entry.Key, exit.State))
            {
                continue;
            }

            // What the constructor of an object that nobody gets has put into it is lost with it.
            bool isField = _analysis.Operations.IsOwnedField(entry.Key) && !entry.Key.IsRootOnly;
            if (isField && !(_analysis.IsConstructor && _function is { MethodKind: MethodKind.Constructor } && entry.Key.Root is PathRoot.This && !exit.State.ThisEscaped))
            {
                continue;
            }

            FlowState state = exit.State;
            if (entry.Value.Owned.Any(static owned => owned.Kind is AcquisitionKind.Parameter))
            {
                // Unless the contract says otherwise, a caller keeps what he passed if the callee throws.
                if (!ConsumesOnThrow(entry.Key, entry.Value))
                {
                    state = ReferenceOperations.Set(state, entry.Key, entry.Value with { Owned = entry.Value.Owned.RemoveAll(static owned => owned.Kind is AcquisitionKind.Parameter) });
                }
            }

            _analysis.Operations.Lose(state, entry.Key, how);
        }
    }

    private bool ConsumesOnThrow(AccessPath path, ReferenceFact fact)
        => _function?.Parameters.Any(parameter => _contract.Parameter(parameter.Ordinal) is { Kind: ParameterOwnershipKind.Consumes, OnThrow: true }
            && fact.Owned.Any(owned => owned.Site == parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_analysis.Cancellation))) is true;

    private void CheckReturned(FlowExit exit, AccessPath returned)
    {
        if (!exit.State.References.TryGet(returned, out ReferenceFact fact))
        {
            return;
        }

        Location place = ReferenceLog.PlaceOf(exit.Value!.Syntax);
        string name = ReferenceOperations.NameOf(returned, exit.State);
        if (fact.IsGone)
        {
            _analysis.Log.Fault(UseRule.AfterRelease, place, exit.State.IsSoft, name, ReferenceOperations.Text(fact.Ending));
        }
        else if (_contract.Result is ResultOwnership.Owned && fact is { IsMaybe: false, Backing: Backing.Lent, Owned.IsEmpty: true, IsNull: not true })
        {
            _analysis.Log.Fault(UseRule.OfBorrowed, place, exit.State.IsSoft, name, "handed on");
        }
        else if (_contract.ValidWhile is null && UseChecks.Outlived(fact, exit.State) is var (what, how) && what is not null)
        {
            _analysis.Log.Fault(UseRule.OutlivedBorrow, place, exit.State.IsSoft, name, what, how);
        }
    }

    private bool IsToldOf(IParameterSymbol parameter, bool succeeded)
        => _contract.Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.OwnedOut ? succeeded : !_analysis.Contracts.IsCounted(parameter.Type);

    // A member that returns something else, a lambda and a getter of a known pair say nothing of ownership, and need not.
    private bool IsToldOfResult(IOperation? value, ReferenceFact fact)
        => _contract.Result is ResultOwnership.Owned || _function is null or { MethodKind: MethodKind.AnonymousFunction } || fact.Owned.Any(static owned => owned.Pair is not null)
            || !(_analysis.Contracts.IsCounted(_function.ReturnType) || (value is not null && _function.ReturnType is INamedTypeSymbol { IsGenericType: true } && _function.IsAsync));
}
