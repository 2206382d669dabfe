using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>What becomes of a reference that is passed as an argument.</summary>
internal sealed class PassedReferences
{
    private readonly ReferenceAnalysis _analysis;
    private readonly Stores _stores;

    public PassedReferences(ReferenceAnalysis analysis, Stores stores)
    {
        _analysis = analysis;
        _stores = stores;
    }

    /// <summary>The references that the callee takes by its contract.</summary>
    public FlowState GiveUp(CallSite call, OwnershipContract contract, PairRole? pair, bool onlyOnThrow, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: not (RefKind.Ref or RefKind.Out) } parameter || _analysis.Objects.TryOf(argument.Value, state) is not { } path)
            {
                continue;
            }

            ParameterOwnership ownership = contract.Parameter(parameter.Ordinal);
            if (pair is { Releases: PairTarget.Parameter } && pair.Parameter == parameter.Ordinal)
            {
                state = _analysis.Operations.Release(state, path, Ending.Released, ReferenceLog.PlaceOf(call.Operation.Syntax), pair.Pair);
            }
            else if (ownership.Kind is ParameterOwnershipKind.Consumes && (!onlyOnThrow || ownership.OnThrow))
            {
                state = _analysis.Operations.Release(state, path, Ending.Transferred, ReferenceLog.PlaceOf(argument.Value.Syntax));
            }
            else if (!onlyOnThrow && ownership.Kind is ParameterOwnershipKind.Unstated && _stores.IsOwnedCollection(call.Receiver) && _analysis.Contracts.IsCounted(parameter.Type)
                && state.References.TryGet(path, out ReferenceFact fact) && fact.IsOwned)
            {
                state = _analysis.Operations.Release(state, path, Ending.Transferred, ReferenceLog.PlaceOf(argument.Value.Syntax));
            }
        }

        return state;
    }

    /// <summary>The references that are passed without a word about them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="contract">What the callee says.</param>
    /// <param name="pair">The part that it plays in a known pair.</param>
    /// <param name="onlyOfPairs">Only what belongs to a known pair is looked at: the call throws, and other references stay with the caller then.</param>
    /// <param name="state">The state before.</param>
    public FlowState Pass(CallSite call, OwnershipContract contract, PairRole? pair, bool onlyOfPairs, FlowState state)
    {
        bool isWrapped = WrapperTypes.Wrapped(call.Operation, _analysis.Contracts) is { } wrapped && _analysis.Objects.TryOf(call.Operation, state) is { } whole && whole.Equals(_analysis.Objects.TryOf(wrapped, state));
        foreach (IArgumentOperation argument in isWrapped ? ImmutableArray<IArgumentOperation>.Empty : call.Arguments)
        {
            if (argument.Parameter is not { } parameter || contract.Parameter(parameter.Ordinal).Kind is not ParameterOwnershipKind.Unstated
                || (pair is { Releases: PairTarget.Parameter } && pair.Parameter == parameter.Ordinal) || OnlyTellsValue(argument.Value)
                || _analysis.Objects.TryOf(argument.Value, state) is not { } path || _analysis.Operations.Find(state, path) is not { } fact
                || (onlyOfPairs && !fact.Owned.Any(static owned => owned.Pair is not null)))
            {
                continue;
            }

            if (parameter.RefKind is RefKind.Ref)
            {
                state = _analysis.Operations.Escape(state, path);
            }
            else if (parameter.RefKind is not RefKind.Out)
            {
                state = Pass(call, parameter, path, fact, state);
            }
        }

        return state;
    }

    // The number of an ID says which it is; who only learns that has not taken it over.
    private bool OnlyTellsValue(IOperation value) => ObjectEvaluator.Strip(value) is IMemberReferenceOperation member && WrapperTypes.Unwrapped(member, _analysis.Contracts) is not null;

    private FlowState Pass(CallSite call, IParameterSymbol parameter, AccessPath path, ReferenceFact fact, FlowState state)
    {
        if (fact.Owned.Any(static owned => owned.Pair is not null))
        {
            // Who is passed an object of which references are counted has nothing to do with those of its caller.
            if (fact.Owned.All(static owned => owned.Pair is { IsOfReceiver: true }))
            {
                return state;
            }

            return UnknownTakers.Judge(call, parameter) switch
            {
                // A span over memory that has no other name is its name, and is not followed.
                TakerKind.Never when call.Method.MethodKind is MethodKind.Constructor && !ReferenceOperations.IsNamed(state, path) => _analysis.Operations.Escape(state, path),
                TakerKind.Never => state,
                TakerKind.Maybe => ReferenceOperations.Set(state, path, fact with { IsPassed = true }),
                _ => _analysis.Operations.Escape(state, path),
            };
        }

        if (_analysis.Contracts.IsCounted(parameter.Type))
        {
            // A task, a tuple or a list that is made of it may carry it on.
            return call.Result is INamedTypeSymbol { TypeArguments: var arguments } && arguments.Any(_analysis.Contracts.IsCounted) && !parameter.OriginalDefinition.Type.IsReferenceType
                ? _analysis.Operations.Escape(state, path)
                : state;
        }

        return UnknownTakers.OnlyLooks(call.Method) ? state : _analysis.Operations.Escape(state, path);
    }
}
