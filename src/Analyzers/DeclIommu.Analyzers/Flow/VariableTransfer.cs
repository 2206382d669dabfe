using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What operations do to variables: which object each refers to, which value it has.</summary>
internal sealed class VariableTransfer
{
    private readonly PathEvaluator _paths;
    private readonly Func<IOperation, FlowState, AccessPath> _source;
    private readonly bool _renews;

    /// <param name="paths">Names objects.</param>
    /// <param name="source">Names the object that an assignment gives to a variable, or null for the usual way; who names objects also renames those that a place gave before.</param>
    public VariableTransfer(PathEvaluator paths, Func<IOperation, FlowState, AccessPath>? source = null)
    {
        _paths = paths;
        _source = source ?? Source;
        _renews = source is null;
    }

    public void Apply(IOperation operation, FlowState state, List<FlowState> after)
    {
        switch (operation)
        {
            case IFlowCaptureOperation { Value: var value } capture when Tuple(value) is { } tuple:
                after.Add(tuple.Elements.Select((element, index) => (element, index)).Aggregate(
                    state, (current, part) => current.SetValue(ElementOf(capture.Id, part.index), _source(part.element, state)).SetKnown(ElementOf(capture.Id, part.index), ConditionEvaluator.Evaluate(part.element, state))));
                break;
            case IFlowCaptureOperation capture:
                Assign(capture.Id, capture.Value, IsBoolean(capture.Value), state, after);
                break;
            case ISimpleAssignmentOperation assignment:
                Assign(assignment, state, after);
                break;
            case ICompoundAssignmentOperation compound:
                after.Add(Forget(compound.Target, operation, state));
                break;
            case IIncrementOrDecrementOperation increment:
                after.Add(Forget(increment.Target, operation, state));
                break;
            case IDeconstructionAssignmentOperation deconstruction when Targets(deconstruction) is { } targets && Tuple(deconstruction.Value) is { } tuple && tuple.Elements.Length == targets.Count:
                after.Add(targets.Select((target, index) => (target, value: tuple.Elements[index])).Aggregate(
                    state, (current, part) => SetVariable(part.target, _source(part.value, state), ConditionEvaluator.Evaluate(part.value, state), current)));
                break;
            case IDeconstructionAssignmentOperation deconstruction when Targets(deconstruction) is { } targets && Captured(deconstruction.Value) is { } capture:
                after.Add(targets.Select((target, index) => (target, index)).Aggregate(state, (current, part) => current.Values.Find(ElementOf(capture, part.index)) is { } path
                    ? SetVariable(part.target, path, current.Known.Find(ElementOf(capture, part.index)), current)
                    : SetVariable(part.target, AccessPath.Value(deconstruction.Syntax), null, current)));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                after.Add(deconstruction.Target.DescendantsAndSelf().Aggregate(state, (current, target) => Forget(target, target, current)));
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } pattern:
                after.Add(SetVariable(local, AccessPath.Value(pattern.Syntax), null, state));
                break;
            case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } isPattern:
                after.Add(SetVariable(local, _paths.TryEvaluate(isPattern.Value, state) ?? AccessPath.Value(isPattern.Syntax), null, state));
                break;
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }:
                after.Add(SetVariable(declared.Local, AccessPath.Value(operation.Syntax), null, state));
                break;
            default:
                after.Add(state);
                break;
        }
    }

    /// <summary>A place that makes a value makes another one the next time it is passed.</summary>
    public FlowState Renew(IOperation operation, FlowState state)
        => state.Rename(AccessPath.Value(operation.Syntax), AccessPath.Value(operation.Syntax, generation: 1));

    /// <summary>A call that returns only if its argument is true, or not at all; false if it is an ordinary one.</summary>
    public bool Assume(IInvocationOperation call, FlowState state, List<FlowState> after)
    {
        if (call.TargetMethod.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "DoesNotReturnAttribute"))
        {
            return true;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            AttributeData? data = argument.Parameter?.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name is "DoesNotReturnIfAttribute");
            if (data is { ConstructorArguments.Length: 1 } && data.ConstructorArguments[0].Value is bool refused)
            {
                if (ConditionEvaluator.Refine(argument.Value, !refused, state) is { } assumed)
                {
                    after.Add(assumed);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Variables passed by reference have a value of the callee's making afterwards.</summary>
    public FlowState PassByReference(IInvocationOperation call, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out)
            {
                state = Forget(argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value, argument, state);
            }
        }

        return state;
    }

    private void Assign(ISimpleAssignmentOperation assignment, FlowState state, List<FlowState> after)
    {
        IOperation target = assignment.Target;
        if (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        switch (target)
        {
            case ILocalReferenceOperation { Local.IsRef: true } local when assignment.IsRef:
                after.Add(state.SetValue(local.Local, _paths.TryEvaluate(assignment.Value, state)));
                break;
            case ILocalReferenceOperation { Local.IsRef: false } local:
                Assign(local.Local, assignment.Value, local.Type is { SpecialType: SpecialType.System_Boolean }, state, after);
                break;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter:
                Assign(parameter.Parameter, assignment.Value, parameter.Type is { SpecialType: SpecialType.System_Boolean }, state, after);
                break;
            default:
                after.Add(Overwrite(target, assignment, state));
                break;
        }
    }

    private void Assign(object variable, IOperation value, bool isBoolean, FlowState state, List<FlowState> after)
    {
        state = CopyResult(variable, value, state);
        KnownValue? known = ConditionEvaluator.Evaluate(value, state);
        AccessPath path = _source(value, state);
        state = _renews && path is { IsRootOnly: true, Root: PathRoot.Value, Generation: 0 } && path.RootSyntax == value.Syntax && value is not (IInvocationOperation or IObjectCreationOperation) ? Renew(value, state) : state;
        if (_renews && (state.Values.Find(variable) ?? Self(variable)) is { } former && path.Segments.Length > former.Segments.Length && path.StartsWith(former))
        {
            // A walk along a list: the next node gets a name of its own, or the names would grow with every turn of the loop.
            AccessPath next = AccessPath.Value(value.Syntax);
            state = state.Rename(next, AccessPath.Value(value.Syntax, generation: 1)).Rename(path, next);
            path = next;
        }

        known ??= state.Scopes.Contains(path) ? KnownValue.NotNull : null;
        if (isBoolean && known is null && ConditionEvaluator.Refine(value, true, state) is { } yes && ConditionEvaluator.Refine(value, false, state) is { } no
            && (!yes.Equals(state) || !no.Equals(state)))
        {
            after.Add(SetVariable(variable, path, KnownValue.True, yes));
            after.Add(SetVariable(variable, path, KnownValue.False, no));
            return;
        }

        after.Add(SetVariable(variable, path, known, state));
    }

    // What a call gives is an object of its own, even if the call is written the same elsewhere.
    private AccessPath Source(IOperation value, FlowState state)
    {
        IOperation origin = value;
        while (origin is IConversionOperation { OperatorMethod: null } or IAwaitOperation)
        {
            origin = origin is IConversionOperation conversion ? conversion.Operand : Atoms.Awaited(origin);
        }

        if (origin is IInvocationOperation call && !_paths.NamesLock(call))
        {
            return AccessPath.Value(call.Syntax);
        }

        AccessPath path = _paths.Evaluate(value, state);
        return path.Segments.Length > AccessPath.MaximumLength ? AccessPath.Value(value.Syntax) : path;
    }

    private static FlowState CopyResult(object variable, IOperation value, FlowState state)
    {
        foreach (IOperation operation in value.DescendantsAndSelf())
        {
            if (ConditionEvaluator.Atom(operation) is { } atom && state.Untested.TryGet(atom, out SyntaxNode site))
            {
                return state with { Untested = state.Untested.Set(variable, site) };
            }
        }

        return state.Untested.Contains(variable) ? state with { Untested = state.Untested.Remove(variable) } : state;
    }

    private static FlowState SetVariable(object variable, AccessPath value, KnownValue? known, FlowState state)
    {
        if (variable is ISymbol symbol)
        {
            // Until now the variable itself was the name of its object.
            AccessPath self = Self(symbol)!;
            if (!value.Equals(self) && !state.Values.Contains(variable) && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration)
            {
                AccessPath former = AccessPath.Value(declaration.GetSyntax(), generation: 2);
                value = value.StartsWith(self) ? value.Rebase(self, former) : value;
                state = state.Rename(self, former);
            }
        }

        return state.Unbind(variable).SetValue(variable, value).SetKnown(variable, known);
    }

    /// <summary>The name of what a variable leads to as long as nothing else is known of it.</summary>
    public static AccessPath? Self(object variable) => variable switch
    {
        IParameterSymbol parameter => AccessPath.Parameter(parameter),
        ISymbol local => AccessPath.Local(local),
        _ => null,
    };

    private FlowState Forget(IOperation target, IOperation place, FlowState state) => target switch
    {
        ILocalReferenceOperation { Local.IsRef: false } local => SetVariable(local.Local, AccessPath.Value(place.Syntax), null, state),
        IParameterReferenceOperation parameter => SetVariable(parameter.Parameter, AccessPath.Value(place.Syntax), null, state),
        _ => Overwrite(target, place, state),
    };

    /// <summary>A member now leads to another object: what it led to keeps a name of its own.</summary>
    private FlowState Overwrite(IOperation target, IOperation place, FlowState state)
    {
        state = target is IFieldReferenceOperation { Field: var field } ? state.Unbind(field).SetKnown(field, null) : state;
        if (target is not (IMemberReferenceOperation or IArrayElementReferenceOperation or IFlowCaptureReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation)
            || target.Type is not { IsReferenceType: true } || _paths.TryEvaluate(target, state) is not { } path)
        {
            return state;
        }

        return path is { IsRootOnly: true, Root: PathRoot.Value or PathRoot.This } ? state : state.Rename(path, AccessPath.Value(place.Syntax, generation: 1));
    }

    private static ITupleOperation? Tuple(IOperation value) => value is IConversionOperation { OperatorMethod: null } conversion ? Tuple(conversion.Operand) : value as ITupleOperation;

    private static CaptureId? Captured(IOperation value)
        => value is IConversionOperation { OperatorMethod: null } conversion ? Captured(conversion.Operand) : (value as IFlowCaptureReferenceOperation)?.Id;

    private static DerivedValue ElementOf(CaptureId tuple, int index) => new("Item", tuple, index);

    /// <summary>The variables that take the elements of a tuple, if it is variables alone that do.</summary>
    private static List<object>? Targets(IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        List<object?>? variables = (target as ITupleOperation)?.Elements.Select(static element => (object?)((element is IDeclarationExpressionOperation inner ? inner.Expression : element) switch
        {
            ILocalReferenceOperation { Local.IsRef: false } local => local.Local,
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => parameter.Parameter,
            _ => null,
        })).ToList();
        return variables?.OfType<object>().ToList() is { } all && all.Count == variables.Count ? all : null;
    }

    private static bool IsBoolean(IOperation value) => value.Type is { SpecialType: SpecialType.System_Boolean };
}
