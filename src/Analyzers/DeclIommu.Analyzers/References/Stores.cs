using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>What happens to a reference that is written to a variable, a field or a property.</summary>
internal sealed class Stores
{
    private readonly ReferenceAnalysis _analysis;
    private readonly VariableTransfer _variables;

    public Stores(ReferenceAnalysis analysis, VariableTransfer variables)
    {
        _analysis = analysis;
        _variables = variables;
    }

    public void Apply(IOperation operation, FlowState state, List<FlowState> after)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                Name(capture.Id, capture, capture.Value, state, after);
                break;
            case ISimpleAssignmentOperation assignment:
                IOperation target = assignment.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : assignment.Target;
                if (Variable(target) is { } variable)
                {
                    Name(variable, assignment, assignment.Value, state, after);
                }
                else
                {
                    Store(target, assignment, state, after);
                }

                break;
            case IIsPatternOperation pattern:
                after.Add(Bind(pattern, state));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                foreach (IOperation value in deconstruction.Value.DescendantsAndSelf())
                {
                    state = _analysis.Operations.Escape(state, _analysis.Objects.TryOf(value, state));
                }

                _variables.Apply(operation, state, after);
                break;
        }
    }

    /// <summary>The object that a variable named before gets no name from it any more.</summary>
    public FlowState Overwritten(FlowState state, AccessPath? former)
        => former is { Root: PathRoot.Value } && state.References.Find(former) is { IsOwned: true } && !ReferenceOperations.IsNamed(state, former)
            ? _analysis.Operations.Lose(state, former, LossKind.ByOverwrite)
            : state;

    /// <summary>An owned field gets an object.</summary>
    public FlowState Keep(AccessPath field, AccessPath? value, bool isNull, IOperation target, IOperation valuePlace, FlowState state)
    {
        if (field.Equals(value))
        {
            return state;
        }

        // Of an object that the function just got nothing says that its fields are in use.
        bool isNew = field.Root is PathRoot.Value && !state.References.Contains(field);
        ReferenceFact before = _analysis.Operations.Find(state, field)!;
        bool isHeld = before.IsOwned && before.IsNull is not true && !isNew;
        if (isHeld && ReferenceOperations.IsNamed(state, field))
        {
            // What the field held goes on under the name of a variable.
            AccessPath former = AccessPath.Value(target.Syntax, generation: 1);
            Acquisition moved = new(AcquisitionKind.Call, target.Syntax);
            state = ReferenceOperations.Set(state, field, before with { Owned = before.Owned.Select(owned => owned.Site is null ? moved : owned).ToImmutableArray() });
            state = state.Rename(field, former);
        }
        else if (isHeld)
        {
            _analysis.Log.Fault(LeakRule.ByOverwrite, ReferenceLog.PlaceOf(target.Syntax), state.IsSoft, field.ToString(), "");
        }
        else
        {
            _analysis.Log.Pass(LeakRule.ByOverwrite, ReferenceLog.PlaceOf(target.Syntax));
        }

        if (isNull)
        {
            return ReferenceOperations.Set(state, field, new ReferenceFact { IsNull = true });
        }

        ReferenceFact? given = _analysis.Operations.Find(state, value);
        Acquisition acquisition = given is { IsOwned: true } ? given.Owned[given.Owned.Length - 1] : Acquisition.OfField;
        if (given is not null && value is not null)
        {
            state = _analysis.Operations.Release(state, value, Ending.Escaped, ReferenceLog.PlaceOf(valuePlace.Syntax));
        }

        return ReferenceOperations.Set(state, field, ReferenceFact.Of(acquisition, given?.IsNull));
    }

    private static object? Variable(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local.IsRef: false } local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private void Name(object variable, IOperation operation, IOperation value, FlowState state, List<FlowState> after)
    {
        AccessPath? former = state.Values.Find(variable);
        AccessPath given = _analysis.Objects.Of(value, state);
        var named = new List<FlowState>();
        if (variable is IParameterSymbol { RefKind: not RefKind.None } byReference)
        {
            FlowState kept = byReference.RefKind is RefKind.Out ? state : _analysis.Operations.Escape(state, given);
            named.Add(kept.SetValue(variable, given).SetKnown(variable, ConditionEvaluator.Evaluate(value, state)));
        }
        else
        {
            _variables.Apply(operation, state, named);
        }

        bool mayFail = value is IConversionOperation { IsTryCast: true, Conversion.IsImplicit: false } && state.References.TryGet(given, out ReferenceFact fact) && fact.IsNull is not true;
        foreach (FlowState after1 in named)
        {
            after.Add(Overwritten(after1, former));
            if (mayFail)
            {
                after.Add(Overwritten(after1.SetValue(variable, AccessPath.Value(value.Syntax, generation: 2)).SetKnown(variable, KnownValue.Null), former));
            }
        }
    }

    private void Store(IOperation target, ISimpleAssignmentOperation assignment, FlowState state, List<FlowState> after)
    {
        AccessPath? place = _analysis.Objects.TryOf(target, state);
        AccessPath? value = _analysis.Objects.TryOf(assignment.Value, state);
        bool isNull = ObjectEvaluator.Strip(assignment.Value) is IDefaultValueOperation || ConditionEvaluator.Evaluate(assignment.Value, state)?.EqualTo(null) is true;
        if (place is not null && _analysis.Operations.IsOwnedField(place))
        {
            after.Add(Keep(place, value, isNull, target, assignment.Value, state));
            return;
        }

        if (value is not null && state.References.TryGet(value, out ReferenceFact fact))
        {
            state = StoreElsewhere(target, assignment, value, fact, state);
        }

        // Whatever was known of what the place held before.
        state = place is { IsRootOnly: false } or { Root: PathRoot.Static } && !place.Equals(value) && !ReferenceOperations.IsNamed(state, place) ? ReferenceOperations.Set(state, place, null) : state;

        _variables.Apply(assignment, state, after);
    }

    private FlowState StoreElsewhere(IOperation target, ISimpleAssignmentOperation assignment, AccessPath value, ReferenceFact fact, FlowState state)
    {
        if (target is IDiscardOperation)
        {
            return state;
        }

        bool isConsumed = target is IPropertyReferenceOperation { Property.SetMethod: { } setter } property
            && (_analysis.Contracts.Of(setter).Parameter(setter.Parameters.Length - 1).Kind is ParameterOwnershipKind.Consumes || IsOwnedCollection(property.Instance));
        if (isConsumed)
        {
            return _analysis.Operations.Release(state, value, Ending.Transferred, ReferenceLog.PlaceOf(assignment.Value.Syntax));
        }

        bool isKnownPlace = target is IMemberReferenceOperation { Member.IsStatic: false } && _analysis.Contracts.IsCounted(target.Type) && fact.Owned.All(static owned => owned.Pair is null);
        return isKnownPlace ? state : _analysis.Operations.Escape(state, value);
    }

    /// <summary>Whether a collection is owned with what is in it.</summary>
    public bool IsOwnedCollection(IOperation? instance)
        => instance is IMemberReferenceOperation { Member: var member } && _analysis.Contracts.IsOwned(member) && !_analysis.Contracts.IsCounted(instance.Type);

    private FlowState Bind(IIsPatternOperation pattern, FlowState state)
    {
        ISymbol? declared = pattern.Pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
            IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
            INegatedPatternOperation { Pattern: IRecursivePatternOperation recursive } => recursive.DeclaredSymbol,
            INegatedPatternOperation { Pattern: IDeclarationPatternOperation declaration } => declaration.DeclaredSymbol,
            _ => null,
        };
        return declared is ILocalSymbol local ? state.SetValue(local, _analysis.Objects.Of(pattern.Value, state)).SetKnown(local, null) : state;
    }
}
