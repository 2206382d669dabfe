using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Remembers, in a member that releases, which members of the object a path has asked: one of them may tell that everything was released before.</summary>
internal sealed class Guards
{
    private readonly ReferenceAnalysis _analysis;

    public Guards(ReferenceAnalysis analysis) => _analysis = analysis;

    public FlowState Refine(IOperation condition, bool outcome, FlowState state)
    {
        if (!_analysis.TracksOwnCalls)
        {
            return state;
        }

        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            state = GuardOf(operation) is { } guard && !IsFirst(condition, operation, outcome) ? state.SetValue(new TestedGuard(guard), AccessPath.This) : state;
        }

        return state;
    }

    /// <summary>The state after an operation, whose other effects are in it already: who changes a guard is the first.</summary>
    public FlowState After(IOperation operation, FlowState state)
        => _analysis.TracksOwnCalls && Written(operation) is { } guard ? state.SetValue(new TestedGuard(guard), null) : state;

    /// <summary>The member of the object that an operation writes.</summary>
    public static ISymbol? Written(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => GuardOf(assignment.Target),
        IIncrementOrDecrementOperation increment => GuardOf(increment.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => GuardOf(argument.Value),
        _ => null,
    };

    private static ISymbol? GuardOf(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { IsConst: false } field } => field.OriginalDefinition,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } => (ISymbol?)CountFields.ReturnedBy(property) ?? property.OriginalDefinition,
        IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { ReturnType.SpecialType: SpecialType.System_Boolean } method } => method.OriginalDefinition,
        _ => null,
    };

    /// <summary>An exchange of the guard itself tells whether it is the first: what it found is what nobody has written yet.</summary>
    private static bool IsFirst(IOperation condition, IOperation guard, bool outcome)
    {
        if (guard.Parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange", ContainingType.Name: "Interlocked" } } exchange })
        {
            return false;
        }

        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            return IsFirst(not.Operand, guard, !outcome);
        }

        return CountTest.Of(condition) is { } test && test.Subject == exchange ? test.Holds(0) == outcome : CountTest.Strip(condition) == exchange && !outcome;
    }
}
