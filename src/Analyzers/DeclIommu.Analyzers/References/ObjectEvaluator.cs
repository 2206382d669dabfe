using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>
/// Names the object that an expression gives. Unlike a lock, an object is not known again by the way that leads to it: only variables, fields of
/// <c>this</c>, static fields and owned fields name one for longer than a statement.
/// </summary>
internal sealed class ObjectEvaluator
{
    private readonly ReferenceAnalysis _analysis;

    public ObjectEvaluator(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>The name of the object; a place of its own in the code where nothing better is known.</summary>
    public AccessPath Of(IOperation operation, FlowState state) => TryOf(operation, state) ?? AccessPath.Value(Strip(operation).Syntax);

    public AccessPath? TryOf(IOperation? operation, FlowState state)
    {
        if (operation is null)
        {
            return null;
        }

        IOperation value = Strip(operation);
        if (MemoryViews.Viewed(value) is { } viewed && TryOf(viewed, state) is { } whole && state.References.Contains(whole))
        {
            return whole;
        }

        return value switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => AccessPath.This,
            ILocalReferenceOperation local => state.Values.Find(local.Local) ?? AccessPath.Local(local.Local),
            IParameterReferenceOperation parameter => state.Values.Find(parameter.Parameter) ?? AccessPath.Parameter(parameter.Parameter),
            IFlowCaptureReferenceOperation capture => state.Values.Find(capture.Id),
            IInvocationOperation call => state.Values.Find(call) ?? AccessPath.Value(call.Syntax),
            IObjectCreationOperation creation => Alias(WrapperTypes.Wrapped(creation, _analysis.Contracts), state) ?? AccessPath.Value(creation.Syntax),
            IMemberReferenceOperation { Member: { Name: "Zero", ContainingType.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } } => null,
            IMemberReferenceOperation member => Alias(WrapperTypes.Unwrapped(member, _analysis.Contracts), state) ?? Member(member, state),
            IArrayElementReferenceOperation element => AccessPath.Value(element.Syntax).Append(new PathSegment("[]")),
            IDeclarationExpressionOperation declaration => TryOf(declaration.Expression, state),
            _ => null,
        };
    }

    /// <summary>Whether the expression gives another object each time: a name that it gave before is then renamed.</summary>
    public bool IsRenewed(IOperation operation) => operation switch
    {
        IObjectCreationOperation => WrapperTypes.Wrapped(operation, _analysis.Contracts) is null && MemoryViews.Viewed(operation) is null,
        IInvocationOperation or IArrayElementReferenceOperation => MemoryViews.Viewed(operation) is null,
        IMemberReferenceOperation member => !IsStable(member) && WrapperTypes.Unwrapped(member, _analysis.Contracts) is null,
        _ => false,
    };

    /// <summary>The expression without conversions that keep the object, parentheses and awaits.</summary>
    public static IOperation Strip(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion when !IsBoxing(conversion):
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                case IArgumentOperation argument:
                    operation = argument.Value;
                    break;
                case ISimpleAssignmentOperation assignment:
                    operation = assignment.Value;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "AsTask", ContainingType.ContainingNamespace.Name: "Tasks" }, Instance: { } task }:
                    operation = task;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The object that a wrapper has in it, or the wrapper that an object lies in, where references to it are followed by contracts.</summary>
    private AccessPath? Alias(IOperation? other, FlowState state)
        => TryOf(other, state) is { } path && state.References.TryGet(path, out ReferenceFact fact) && fact.Owned.All(static owned => owned.Pair is null) ? path : null;

    private static bool IsBoxing(IConversionOperation conversion) => conversion.Operand.Type is { IsValueType: true } && conversion.Type is { IsReferenceType: true };

    private AccessPath? Member(IMemberReferenceOperation member, FlowState state)
    {
        if (member is IPropertyReferenceOperation { Property.GetMethod: { } getter } && _analysis.Contracts.Of(getter).Result is not ResultOwnership.Unstated)
        {
            return AccessPath.Value(member.Syntax);
        }

        if (!IsStable(member))
        {
            return AccessPath.Value(member.Syntax).Append(new PathSegment(member.Member));
        }

        if (member.Member.IsStatic)
        {
            return AccessPath.Static(member.Member);
        }

        AccessPath instance = Of(member.Instance!, state);
        return instance.Segments.Length >= AccessPath.MaximumLength ? null : instance.Append(new PathSegment(member.Member));
    }

    private bool IsStable(IMemberReferenceOperation member)
    {
        if (_analysis.Contracts.IsOwned(member.Member))
        {
            return member.Member.IsStatic || member.Instance is not null;
        }

        return member is IFieldReferenceOperation { Field: var field } && (field.IsStatic || (member.Instance is IInstanceReferenceOperation && !field.ContainingType.IsValueType)
            || (field.IsReadOnly && member.Instance is not null));
    }
}
