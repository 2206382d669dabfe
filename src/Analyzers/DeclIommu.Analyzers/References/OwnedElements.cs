using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>
/// Follows what is in owned collections: who takes something out owns it, and a loop through one in a member that releases the object gives back each of
/// its elements or has not released the collection.
/// </summary>
internal sealed class OwnedElements
{
    private const string Enumerator = "enumerator";

    private readonly ReferenceAnalysis _analysis;
    private readonly Dictionary<SyntaxNode, string> _loops = new();
    private readonly HashSet<string> _releasing = new();
    private readonly HashSet<string> _losing = new();

    public OwnedElements(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>The type of what is in a collection that must be released: counted or disposable; null if there is nothing to release.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? collection, OwnershipReader contracts)
    {
        ITypeSymbol? element = AnyElementOf(collection);
        return IsReleasable(element, contracts) ? element : null;
    }

    /// <summary>What is said of a call without a contract that takes something out of an owned collection.</summary>
    public OwnershipContract ContractOf(CallSite call)
    {
        if (call.Receiver is not IMemberReferenceOperation { Member: var member } || !_analysis.Contracts.IsOwned(member) || _analysis.Contracts.IsCounted(call.Receiver.Type))
        {
            return OwnershipContract.Empty;
        }

        switch (call.Method.Name)
        {
            case "Pop" or "Dequeue" or "Take" when _analysis.Contracts.IsCounted(call.Method.ReturnType):
                return new OwnershipContract { Result = ResultOwnership.Owned };
            case "TryPop" or "TryDequeue" or "TryTake" or "TryRemove" or "Remove" when call.Method.ReturnType.SpecialType is SpecialType.System_Boolean:
                ImmutableArray<ParameterOwnership> parameters = call.Method.Parameters
                    .Select(parameter => parameter.RefKind is RefKind.Out && _analysis.Contracts.IsCounted(parameter.Type) ? new ParameterOwnership(ParameterOwnershipKind.OwnedOut) : ParameterOwnership.Unstated).ToImmutableArray();
                return parameters.Any(static parameter => parameter.Kind is ParameterOwnershipKind.OwnedOut) ? new OwnershipContract { IsConditional = true, Success = true, Parameters = parameters } : OwnershipContract.Empty;
            default:
                return OwnershipContract.Empty;
        }
    }

    /// <summary>The states after a call, whose other effects are in it already.</summary>
    public IEnumerable<FlowState> After(IInvocationOperation call, FlowState state)
    {
        if (call.Instance is null)
        {
            return new[] { state };
        }

        switch (call.TargetMethod.Name)
        {
            case "GetEnumerator" when CollectionOf(call.Instance, state) is { } collection:
                string loop = call.Syntax.SpanStart.ToString(CultureInfo.InvariantCulture);
                return new[] { state.SetValue(call, collection.Append(new PathSegment(Enumerator, loop))) };
            case "MoveNext" when LoopOf(call.Instance, state) is { } turned:
                return new[] { state.SetKnown(call, KnownValue.True), state.SetValue(new DrainedBy(turned.Loop), turned.Collection).SetKnown(call, KnownValue.False) };
            case "TryPop" or "TryDequeue" or "TryTake" when CollectionOf(call.Instance, state) is { } emptied && state.Known.Find(call)?.EqualTo(false) is true:
                return new[] { state.SetValue(new DrainedBy(""), emptied) };
            default:
                return new[] { state };
        }
    }

    /// <summary>An element is looked at: in a member that releases, it is there to be released.</summary>
    public FlowState After(IOperation operation, FlowState state)
    {
        if (operation is not IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } current || LoopOf(enumerator, state) is not { } turned)
        {
            return state;
        }

        (string loop, AccessPath collection) = turned;
        ITypeSymbol? element = AnyElementOf(TypeOf(collection.LastSymbol ?? collection.RootSymbol));
        bool isElement = element is not null && (current.Type is { SpecialType: SpecialType.System_Object } || SymbolEqualityComparer.Default.Equals(current.Type, element));
        if (!isElement || _analysis.Objects.TryOf(current, state) is not { } path)
        {
            // A pair, or something else that has the element in it, is taken to be looked at in full.
            _releasing.Add(loop);
            return state;
        }

        _loops[current.Syntax] = loop;
        return ReferenceOperations.Set(state, path, ReferenceFact.Of(new Acquisition(AcquisitionKind.Element, current.Syntax), isNull: null));
    }

    /// <summary>What a branch teaches of how much is in a collection: of an empty one there is nothing to release.</summary>
    public FlowState Refine(IOperation condition, bool outcome, FlowState state)
    {
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            return Refine(not.Operand, !outcome, state);
        }

        IOperation? asked = condition is IPropertyReferenceOperation { Property.Name: "IsEmpty" } && outcome ? condition
            : CountTest.Of(condition) is { Subject: IPropertyReferenceOperation { Property.Name: "Count" or "Length" } count } test && test.Holds(0) == outcome && test.Holds(1) != outcome && test.Holds(long.MaxValue) != outcome ? count
            : null;
        if (asked is not IPropertyReferenceOperation { Instance: { } instance })
        {
            return state;
        }

        if (CollectionOf(instance, state) is { } collection)
        {
            return state.SetValue(new DrainedBy(""), collection);
        }

        // What a variable names and a contract gave: an empty one is as good as none.
        bool isGiven = _analysis.Objects.TryOf(instance, state) is { Root: PathRoot.Value, IsRootOnly: true } path && state.References.TryGet(path, out ReferenceFact fact) && fact.IsOwned
            && fact.Owned.All(static owned => owned.Pair is null) && !_analysis.Contracts.IsCounted(instance.Type) && AnyElementOf(instance.Type) is not null;
        return isGiven ? ReferenceOperations.Set(state, _analysis.Objects.TryOf(instance, state)!, new ReferenceFact { IsNull = true }) : state;
    }

    public void Released(Acquisition acquisition) => Note(acquisition, _releasing);

    public void Lost(Acquisition acquisition, LossKind how)
    {
        if (how is LossKind.AtEnd or LossKind.ByOverwrite)
        {
            Note(acquisition, _losing);
        }
    }

    /// <summary>Whether a loop that releases has gone through all of a collection in a state; and if so, whether it may have left something out.</summary>
    public (bool IsDrained, bool IsLossy) Drained(AccessPath collection, FlowState state)
    {
        bool isDrained = false;
        bool isLossy = false;
        foreach (KeyValuePair<object, AccessPath> entry in state.Values)
        {
            if (entry.Key is DrainedBy { Loop: var loop } && entry.Value.Equals(collection) && (loop.Length == 0 || _releasing.Contains(loop)))
            {
                isDrained = true;
                isLossy |= _losing.Contains(loop);
            }
        }

        return (isDrained, isLossy);
    }

    /// <summary>Whether all that was in a collection has been given back, each element of it.</summary>
    public bool IsReleased(AccessPath collection, FlowState state) => Drained(collection, state) is { IsDrained: true, IsLossy: false };

    private void Note(Acquisition acquisition, HashSet<string> loops)
    {
        if (acquisition is { Kind: AcquisitionKind.Element, Site: { } site } && _loops.TryGetValue(site, out string? loop))
        {
            loops.Add(loop);
        }
    }

    private (string Loop, AccessPath Collection)? LoopOf(IOperation enumerator, FlowState state)
        => _analysis.Objects.TryOf(enumerator, state) is { IsRootOnly: false } path && path.Segments[path.Segments.Length - 1] is { Name: Enumerator, Symbol: null, Arguments: var loop } ? (loop, path.Parent()) : null;

    /// <summary>The owned collection whose elements a value gives.</summary>
    private AccessPath? CollectionOf(IOperation value, FlowState state)
    {
        IOperation source = ObjectEvaluator.Strip(value);
        return source switch
        {
            IPropertyReferenceOperation { Property.Name: "Values", Instance: { } instance } => CollectionOf(instance, state),
            IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList" or "Reverse" or "AsEnumerable", IsExtensionMethod: true }, Arguments: { IsEmpty: false } arguments } => CollectionOf(arguments[0].Value, state),
            IInvocationOperation { TargetMethod.Name: "ToArray", Instance: { } instance } => CollectionOf(instance, state),
            _ => _analysis.Objects.TryOf(source, state) is { } path && IsFollowed(path, state) ? path : null,
        };
    }

    // What a field holds matters to the member that releases the object; what a parameter brings, to the member that takes it over.
    private bool IsFollowed(AccessPath path, FlowState state)
    {
        if (_analysis.Operations.IsOwnedField(path))
        {
            return _analysis.TracksOwnCalls && ElementOf(TypeOf(path.LastSymbol), _analysis.Contracts) is not null;
        }

        return path is { Root: PathRoot.Parameter, IsRootOnly: true } && state.References.TryGet(path, out ReferenceFact fact)
            && fact.Owned.Any(static owned => owned.Kind is AcquisitionKind.Parameter) && AnyElementOf(TypeOf(path.RootSymbol)) is not null;
    }

    private static ITypeSymbol? AnyElementOf(ITypeSymbol? collection)
    {
        ITypeSymbol? element = collection is IArrayTypeSymbol array ? array.ElementType : Sequence(collection)?.TypeArguments[0];
        return element is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: { Length: 2 } pair } ? pair[1] : element;
    }

    private static ITypeSymbol? TypeOf(ISymbol? member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static bool IsReleasable(ITypeSymbol? type, OwnershipReader contracts)
        => contracts.IsCounted(type) || (type is not null && type.AllInterfaces.Concat(new[] { type }).Any(static contract => contract is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" }));

    private static INamedTypeSymbol? Sequence(ITypeSymbol? collection)
        => collection?.AllInterfaces.Concat(new[] { collection }).OfType<INamedTypeSymbol>().FirstOrDefault(static contract => contract.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T);
}
