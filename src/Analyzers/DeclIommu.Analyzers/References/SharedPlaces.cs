using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Knows the places in which other threads find objects.</summary>
internal sealed class SharedPlaces
{
    private readonly ReferenceAnalysis _analysis;

    public SharedPlaces(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>Whether a call makes one of its arguments known to others.</summary>
    public bool IsPublished(IArgumentOperation argument, FlowState state)
    {
        if (argument is not { Parameter: { ContainingSymbol: IMethodSymbol method } parameter, Parent: IInvocationOperation call } || parameter.RefKind is RefKind.Out)
        {
            return false;
        }

        if (_analysis.Contracts.Attributes.Has(parameter.OriginalDefinition, WellKnownNames.Publishes))
        {
            return true;
        }

        if (method.ContainingType is { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" })
        {
            return parameter.Ordinal == 1 && method.Name is "Write" or "Exchange" or "CompareExchange" && call.Arguments[0].Value is IMemberReferenceOperation;
        }

        return call.Instance is { } collection && IsSharedCollection(collection, state) && AccessClassifier.IsMutator(method.Name)
            || (call.Instance is { } concurrent && IsSharedCollection(concurrent, state) && method.Name is "TryAdd" or "GetOrAdd" or "AddOrUpdate" or "TryUpdate");
    }

    /// <summary>Whether an assignment makes its value known to others.</summary>
    public bool IsPublished(IOperation target, FlowState state) => target switch
    {
        IFieldReferenceOperation { Field: var field } => field.IsStatic || field.IsVolatile || !_analysis.Locks.Contracts.Guards(field).IsEmpty,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } => IsSharedCollection(collection, state),
        IPropertyReferenceOperation { Property: var property } => property.IsStatic || !_analysis.Locks.Contracts.Guards(property).IsEmpty,
        IArrayElementReferenceOperation { ArrayReference: IMemberReferenceOperation { Member: var member } } => member.IsStatic || !_analysis.Locks.Contracts.Guards(member).IsEmpty,
        _ => false,
    };

    /// <summary>Whether an expression gives an object that others may be about to give up.</summary>
    public bool IsFound(IOperation operation, FlowState state) => operation switch
    {
        IInvocationOperation { Instance: { Type: { } type } collection, TargetMethod: var method }
            => (IsConcurrent(type) && IsSharedCollection(collection, state) && method.Name is "TryGetValue" or "TryPeek" or "GetOrAdd")
                || (type is { Name: "WeakReference" or "ConditionalWeakTable" } && method.Name is "TryGetTarget" or "TryGetValue" or "GetValue"),
        IInvocationOperation { TargetMethod: { Name: "Read", ContainingType: { Name: "Volatile", ContainingNamespace.Name: "Threading" } } } => true,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } type } collection } => IsConcurrent(type) && IsSharedCollection(collection, state),
        IFieldReferenceOperation { Field: { IsVolatile: true } field } => !_analysis.Contracts.IsOwned(field),
        _ => false,
    };

    /// <summary>The locks under which others look at a place: those of its guards.</summary>
    public ImmutableArray<AccessPath> GuardsOf(IOperation? place, FlowState state)
        => place is IMemberReferenceOperation { Member: var member } reference
            ? _analysis.Locks.Contracts.Guards(member)
                .SelectMany(static guard => guard.Locks)
                .Select(template => template.Instantiate(reference.Instance is null ? null : _analysis.Locks.Paths.Evaluate(reference.Instance, state), static _ => null))
                .OfType<AccessPath>()
                .Where(path => LockFacts.IsHeld(state, path, LockMode.Exclusive))
                .ToImmutableArray()
            : ImmutableArray<AccessPath>.Empty;

    /// <summary>The locks that a call asks its caller to hold.</summary>
    public ImmutableArray<AccessPath> RequiredBy(IInvocationOperation call, FlowState state)
        => _analysis.Locks.Contracts.Effects(call.TargetMethod, call.Instance?.Type).Effects
            .Where(static effect => effect.Kind is LockEffectKind.Require)
            .Select(effect => _analysis.Locks.Paths.Instantiate(effect.Lock, call.Instance, call.Arguments, state))
            .OfType<AccessPath>()
            .Where(path => LockFacts.IsHeld(state, path, LockMode.Exclusive))
            .ToImmutableArray();

    private bool IsSharedCollection(IOperation collection, FlowState state)
        => AccessClassifier.IsCollection(collection.Type)
            && _analysis.Locks.Paths.TryEvaluate(collection, state) is { } path
            && (path.Root is PathRoot.Static || !path.IsRootOnly)
            && path.Root is PathRoot.Static or PathRoot.This or PathRoot.Parameter;

    private static bool IsConcurrent(ITypeSymbol type) => type.ContainingNamespace is { Name: "Concurrent", ContainingNamespace.Name: "Collections" };
}
