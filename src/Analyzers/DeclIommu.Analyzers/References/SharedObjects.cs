using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Follows which objects other threads can find, and under which locks.</summary>
internal sealed class SharedObjects
{
    private readonly ReferenceAnalysis _analysis;
    private readonly SharedPlaces _places;

    public SharedObjects(ReferenceAnalysis analysis)
    {
        _analysis = analysis;
        _places = new SharedPlaces(analysis);
    }

    /// <summary>What a state knows of locks that are not held any more is dropped.</summary>
    public static FlowState Prune(FlowState state)
    {
        foreach (KeyValuePair<AccessPath, SharedFact> entry in state.Objects.Shared)
        {
            ImmutableArray<AccessPath> held = entry.Value.Locks.RemoveAll(path => !LockFacts.IsHeld(state, path, LockMode.Shared));
            if (held.Length != entry.Value.Locks.Length)
            {
                state = Set(state, entry.Key, entry.Value with { Locks = held });
            }
        }

        return state;
    }

    /// <summary>The state after an operation, whose other effects are in it already.</summary>
    public FlowState After(IOperation operation, FlowState state)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                return Call(call, state);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation } assignment when IsObject(assignment.Value) && _places.IsPublished(assignment.Target, state):
                return Publish(assignment.Value, assignment.Syntax, Guards(assignment.Target, state), state);
            case IMemberReferenceOperation reference when IsObject(reference) && AccessClassifier.Classify(reference) is AccessUsage.Read && _places.IsFound(reference, state):
                return Find(reference, state);
            default:
                return state;
        }
    }

    private FlowState Call(IInvocationOperation call, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (IsObject(argument.Value) && _places.IsPublished(argument, state))
            {
                state = Publish(argument.Value, call.Syntax, _places.GuardsOf(call.Instance, state).AddRange(_places.RequiredBy(call, state)), state);
            }
        }

        if (!_places.IsFound(call, state))
        {
            return state;
        }

        state = IsObject(call) ? Find(call, state) : state;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            state = argument.Parameter is { RefKind: RefKind.Out } && IsObject(argument.Value) ? Find(argument.Value, state) : state;
        }

        return state;
    }

    private ImmutableArray<AccessPath> Guards(IOperation target, FlowState state) => _places.GuardsOf(target is IPropertyReferenceOperation { Property.IsIndexer: true } indexer ? indexer.Instance : target, state);

    private FlowState Publish(IOperation value, SyntaxNode site, ImmutableArray<AccessPath> locks, FlowState state)
        => _analysis.Objects.TryOf(value, state) is { } path && IsFresh(path) ? Set(state, path, new SharedFact(site, IsPublished: true, locks)) : state;

    private FlowState Find(IOperation value, FlowState state)
        => _analysis.Objects.TryOf(value, state) is { } path && !state.Objects.Shared.Contains(path)
            ? Set(state, path, new SharedFact(value.Syntax, IsPublished: false, state.Held.Select(static held => held.Key).ToImmutableArray()))
            : state;

    /// <summary>Whether nobody but this function knew the object before.</summary>
    private bool IsFresh(AccessPath path) => path.IsRootOnly && (path.Root is PathRoot.Value || (path.Root is PathRoot.This && _analysis.IsConstructor));

    /// <summary>Whether a value is an object that the rules are about.</summary>
    private bool IsObject(IOperation value)
        => ObjectEvaluator.Strip(value).Type is { IsReferenceType: true } type and not { SpecialType: SpecialType.System_String }
            && (_analysis.Contracts.IsCounted(type) || _analysis.Scope.HasGuardedState(type));

    private static FlowState Set(FlowState state, AccessPath path, SharedFact fact) => state with { Objects = state.Objects with { Shared = state.Objects.Shared.Set(path, fact) } };
}
