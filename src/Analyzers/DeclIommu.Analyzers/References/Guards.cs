using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
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
            state = GuardOf(operation) is { } guard && !IsFirst(condition, operation, outcome) ? state.SetValue(new TestedGuard(guard, Answer(condition, operation, outcome)), AccessPath.This) : state;
        }

        return state;
    }

    /// <summary>The state after an operation, whose other effects are in it already: who changes a guard is the first.</summary>
    public FlowState After(IOperation operation, FlowState state)
    {
        if (!_analysis.TracksOwnCalls || Written(operation) is not { } guard)
        {
            return state;
        }

        foreach (KeyValuePair<object, AccessPath> entry in state.Values)
        {
            state = entry.Key is TestedGuard tested && SymbolEqualityComparer.Default.Equals(tested.Member, guard) ? state.SetValue(tested, null) : state;
        }

        return state;
    }

    /// <summary>What an operation gives to the member that it writes.</summary>
    public static GuardValues Given(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => Of(assignment.Value),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange", ContainingType.Name: "Interlocked" }, Arguments: { Length: > 1 } arguments } } => Of(arguments[1].Value),
        _ => GuardValues.Any,
    };

    private static GuardValues Of(IOperation value) => ObjectEvaluator.Strip(value) is { ConstantValue: { HasValue: true, Value: var constant } }
        ? constant switch
        {
            null or false or 0 or 0L => GuardValues.Nothing,
            true or 1 or 1L => GuardValues.One,
            _ => GuardValues.Others,
        }
        : GuardValues.Any;

    /// <summary>What a member must have answered for a condition to have an outcome.</summary>
    private static GuardValues Answer(IOperation condition, IOperation guard, bool outcome)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Answer(not.Operand, guard, !outcome);
            case IParenthesizedOperation parenthesized:
                return Answer(parenthesized.Operand, guard, outcome);
            case IIsNullOperation isNull when IsAsked(isNull.Operand, guard):
                return outcome ? GuardValues.Nothing : GuardValues.One | GuardValues.Others;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                IOperation? other = IsAsked(binary.LeftOperand, guard) ? binary.RightOperand : IsAsked(binary.RightOperand, guard) ? binary.LeftOperand : null;
                GuardValues equal = other is null ? GuardValues.Any : Of(other);
                return equal is GuardValues.Nothing or GuardValues.One ? (binary.OperatorKind is BinaryOperatorKind.Equals) == outcome ? equal : GuardValues.Any & ~equal : GuardValues.Any;
            case IIsPatternOperation { Pattern: var pattern, Value: var value } when IsAsked(value, guard):
                return Answer(pattern, outcome);
            default:
                return IsAsked(condition, guard) ? outcome ? GuardValues.One : GuardValues.Nothing : GuardValues.Any;
        }
    }

    private static GuardValues Answer(IPatternOperation pattern, bool outcome) => pattern switch
    {
        INegatedPatternOperation negated => Answer(negated.Pattern, !outcome),
        IConstantPatternOperation { Value: var constant } when Of(constant) is var equal and (GuardValues.Nothing or GuardValues.One) => outcome ? equal : GuardValues.Any & ~equal,
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } => outcome ? GuardValues.One | GuardValues.Others : GuardValues.Nothing,
        _ => GuardValues.Any,
    };

    // Also through a call that only reads it.
    private static bool IsAsked(IOperation operation, IOperation guard) => ObjectEvaluator.Strip(operation) is var asked && (asked == guard
        || (asked is IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" }, Arguments: { Length: 1 } arguments } && arguments[0].Value == guard));


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
