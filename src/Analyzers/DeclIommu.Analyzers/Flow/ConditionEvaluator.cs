using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What is known of values and conditions, and what a branch teaches.</summary>
internal static class ConditionEvaluator
{
    /// <summary>What is known of a value.</summary>
    public static KnownValue? Evaluate(IOperation? operation, FlowState state)
    {
        if (operation is null)
        {
            return null;
        }

        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            return new KnownValue(true, constant);
        }

        if (Atom(operation) is { } atom && state.Known.TryGet(atom, out KnownValue known))
        {
            return known;
        }

        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Outcome(not.Operand, state) is { } negated ? KnownValue.Of(!negated) : null;
            case IBinaryOperation { OperatorKind: not BinaryOperatorKind.And } or IIsNullOperation or IIsPatternOperation:
                return Outcome(operation, state) is { } outcome ? KnownValue.Of(outcome) : null;
            case IConversionOperation { OperatorMethod: null } conversion:
                return Evaluate(conversion.Operand, state);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, state);
            case IAwaitOperation awaited:
                return Evaluate(Atoms.Awaited(awaited), state);
            case ISimpleAssignmentOperation assignment:
                return Evaluate(assignment.Value, state);
            case IObjectCreationOperation or IArrayCreationOperation or IDelegateCreationOperation or IInstanceReferenceOperation:
                return KnownValue.NotNull;
            case IDefaultValueOperation { Type.IsReferenceType: true }:
                return KnownValue.Null;
            default:
                return null;
        }
    }

    /// <summary>Whether a condition is known to hold.</summary>
    public static bool? Outcome(IOperation condition, FlowState state)
    {
        if (Test(condition) is { } test)
        {
            return Evaluate(test.Subject, state)?.EqualTo(test.Constant) is { } equal ? equal == test.IsEqual : null;
        }

        if (Atoms.OfComparison(condition) is { } comparison)
        {
            return SameObjects.AreNamed(comparison.Atom, state) ? comparison.IsPositive
                : state.Known.Find(comparison.Atom)?.EqualTo(true) is { } holds ? holds == comparison.IsPositive : null;
        }

        return condition is IUnaryOperation or IConversionOperation or IParenthesizedOperation or IAwaitOperation || Atom(condition) is not null || condition.ConstantValue.HasValue
            ? Evaluate(condition, state)?.EqualTo(true)
            : null;
    }

    /// <summary>The state in which the condition has the outcome, or null if it cannot have it.</summary>
    public static FlowState? Refine(IOperation condition, bool outcome, FlowState state)
    {
        if (Outcome(condition, state) is { } known)
        {
            return known == outcome ? Tested(condition, state) : null;
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Refine(not.Operand, !outcome, state);
            case IParenthesizedOperation parenthesized:
                return Refine(parenthesized.Operand, outcome, state);
            case IAwaitOperation awaited:
                return Refine(Atoms.Awaited(awaited), outcome, state);
            case ISimpleAssignmentOperation assignment:
                return Refine(assignment.Value, outcome, state) is { } refined ? Learn(assignment.Target, KnownValue.True, outcome, refined) : null;
        }

        if (Test(condition) is { } test)
        {
            return Learn(test.Subject, new KnownValue(true, test.Constant), outcome == test.IsEqual, state);
        }

        if (Atoms.OfComparison(condition) is { } comparison)
        {
            FlowState compared = state.Learn(comparison.Atom, KnownValue.Of(outcome == comparison.IsPositive));
            return outcome == comparison.IsPositive ? SameObjects.Unite(comparison.Atom, compared) : compared;
        }

        return Learn(condition, KnownValue.True, outcome, state);
    }

    /// <summary>What facts about a value are filed under, or null if nothing is remembered of it.</summary>
    public static object? Atom(IOperation operation) => Atoms.Of(operation);

    private static FlowState Tested(IOperation condition, FlowState state)
    {
        if (state.Untested.Count == 0)
        {
            return state;
        }

        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            state = Atom(operation) is { } atom ? state.Tested(atom) : state;
        }

        return state;
    }

    private static FlowState Learn(IOperation subject, KnownValue value, bool isEqual, FlowState state)
    {
        if (Atom(Atoms.Awaited(subject)) is not { } atom)
        {
            return state;
        }

        // Nothing is learnt of a call that the analysis does not follow: it may answer otherwise next time.
        state = state.Tested(atom);
        if (atom is IOperation)
        {
            return state;
        }

        KnownValue learnt = isEqual ? value : value.Value is bool flag ? KnownValue.Of(!flag) : value with { IsEqual = false };
        state = state.Learn(atom, learnt);
        return NameOf(atom, state) is { } name ? LearnOfAliases(name, learnt, state) : state;
    }

    /// <summary>Variables that hold the same value learn alike: a switch asks a copy.</summary>
    private static FlowState LearnOfAliases(AccessPath name, KnownValue learnt, FlowState state)
    {
        foreach (KeyValuePair<object, AccessPath> entry in state.Values)
        {
            state = entry.Value.Equals(name) ? state.Learn(entry.Key, learnt) : state;
        }

        return name.RootSymbol is { } root && !state.Values.Contains(root) ? state.Learn(root, learnt) : state;
    }

    private static AccessPath? NameOf(object atom, FlowState state)
    {
        AccessPath? name = state.Values.Find(atom) ?? atom switch
        {
            IParameterSymbol parameter => AccessPath.Parameter(parameter),
            ILocalSymbol local => AccessPath.Local(local),
            _ => null,
        };
        return name is { IsRootOnly: true, Generation: 0, Root: PathRoot.Local or PathRoot.Parameter or PathRoot.Value } ? name : null;
    }

    private static (IOperation Subject, object? Constant, bool IsEqual)? Test(IOperation condition)
    {
        switch (condition)
        {
            case IIsNullOperation isNull:
                return (isNull.Operand, null, true);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                bool isEqual = binary.OperatorKind is BinaryOperatorKind.Equals;
                if (Constant(binary.RightOperand) is { } right)
                {
                    return (Unwrap(binary.LeftOperand), right.Value, isEqual);
                }

                return Constant(binary.LeftOperand) is { } left ? (Unwrap(binary.RightOperand), left.Value, isEqual) : null;
            case IIsPatternOperation isPattern:
                return Pattern(isPattern.Value, isPattern.Pattern, isEqual: true);
            default:
                return null;
        }
    }

    private static (IOperation Subject, object? Constant, bool IsEqual)? Pattern(IOperation value, IPatternOperation pattern, bool isEqual) => pattern switch
    {
        IConstantPatternOperation constant when Constant(constant.Value) is { } known => (Unwrap(value), known.Value, isEqual),
        INegatedPatternOperation negated => Pattern(value, negated.Pattern, !isEqual),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } recursive
            when SymbolEqualityComparer.Default.Equals(recursive.MatchedType, recursive.InputType) => (Unwrap(value), null, !isEqual),
        _ => null,
    };

    private static Optional<object?>? Constant(IOperation operation)
    {
        if (operation.ConstantValue.HasValue)
        {
            return operation.ConstantValue;
        }

        return operation is IConversionOperation conversion ? Constant(conversion.Operand) : null;
    }

    private static IOperation Unwrap(IOperation operation)
        => operation is IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion ? Unwrap(conversion.Operand) : operation;
}
