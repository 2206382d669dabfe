using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Names counts and the variables that have to do with them.</summary>
internal sealed class CountNames
{
    private readonly ReferenceAnalysis _analysis;
    private readonly Dictionary<ISymbol, bool> _counts = new(SymbolEqualityComparer.Default);

    public CountNames(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>The count that an expression names or reads, or null if it is none.</summary>
    public AccessPath? CountOf(IOperation value, FlowState state)
    {
        IOperation reference = Read(CountTest.Strip(value));
        switch (reference)
        {
            case IFieldReferenceOperation { Field: var field } when IsCount(field):
                return Path(reference, state);
            case ILocalReferenceOperation { Local.IsRef: true } or IParameterReferenceOperation { Parameter.RefKind: not RefKind.None }:
                return Path(reference, state) is { LastSymbol: IFieldSymbol named } path && IsCount(named) ? path : null;
            case IPropertyReferenceOperation { Property: { IsStatic: false, IsIndexer: false } property, Instance: { } instance } when CountFields.ReturnedBy(property) is { } returned && IsCount(returned):
                return _analysis.Locks.Paths.Evaluate(instance, state).Append(new PathSegment(returned));
            default:
                return null;
        }
    }

    /// <summary>What facts of a value are filed under: a variable, or the name of a count; null if there are none of it.</summary>
    public object? Of(IOperation value, FlowState state) => CountTest.Strip(value) switch
    {
        ILocalReferenceOperation { Local.IsRef: false } local => local.Local,
        IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => parameter.Parameter,
        IFlowCaptureReferenceOperation capture => capture.Id,
        var other => CountOf(other, state),
    };

    /// <summary>What a value is more than by a constant.</summary>
    public object? Less(IOperation value, FlowState state)
    {
        if (CountTest.Strip(value) is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null } sum)
        {
            return null;
        }

        return CountTest.Constant(sum.RightOperand) is > 0 ? Of(sum.LeftOperand, state) : CountTest.Constant(sum.LeftOperand) is > 0 ? Of(sum.RightOperand, state) : null;
    }

    /// <summary>Whether a value is what an atomic operation found.</summary>
    public static bool IsAtomic(IOperation value) => CountTest.Strip(value) is IInvocationOperation;

    private AccessPath? Path(IOperation reference, FlowState state) => _analysis.Locks.Paths.TryEvaluate(reference, state) is { IsRootOnly: false } path ? path : null;

    /// <summary>The place that a call reads.</summary>
    private static IOperation Read(IOperation value)
        => value is IInvocationOperation { TargetMethod: { Name: "Read" or "CompareExchange", ContainingType: { Name: "Volatile" or "Interlocked", ContainingNamespace.Name: "Threading" } }, Arguments: { IsEmpty: false } arguments }
            ? arguments[0].Value
            : value;

    private bool IsCount(ISymbol member)
    {
        if (member is not IFieldSymbol { IsStatic: false, Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } field || !_analysis.Contracts.IsCounted(field.ContainingType))
        {
            return false;
        }

        if (!_counts.TryGetValue(field, out bool isCount))
        {
            _counts.Add(field, isCount = CountFields.ReachesZero(field, _analysis.Contracts));
        }

        return isCount;
    }
}
