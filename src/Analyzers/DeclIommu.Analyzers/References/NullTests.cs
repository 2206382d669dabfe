using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>What a branch teaches of whether there is an object.</summary>
internal static class NullTests
{
    public static FlowState? Refine(ReferenceAnalysis analysis, IOperation condition, bool outcome, FlowState state)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Refine(analysis, not.Operand, !outcome, state);
            case IParenthesizedOperation parenthesized:
                return Refine(analysis, parenthesized.Operand, outcome, state);
            case IIsNullOperation isNull:
                return Learn(analysis, isNull.Operand, outcome, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                bool equal = (binary.OperatorKind is BinaryOperatorKind.Equals) == outcome;
                return IsNothing(binary.RightOperand) ? Learn(analysis, binary.LeftOperand, equal, state)
                    : IsNothing(binary.LeftOperand) ? Learn(analysis, binary.RightOperand, equal, state)
                    : Compare(analysis, binary.LeftOperand, binary.RightOperand, equal, state);
            case IInvocationOperation { TargetMethod: { Name: "ReferenceEquals", ContainingType.SpecialType: SpecialType.System_Object }, Arguments.Length: 2 } call:
                return Compare(analysis, call.Arguments[0].Value, call.Arguments[1].Value, outcome, state);
            case IIsPatternOperation pattern:
                return Pattern(analysis, pattern.Value, pattern.Pattern, outcome, state);
            case IIsTypeOperation isType when outcome:
                return Learn(analysis, isType.ValueOperand, isNull: false, state);
            case IPropertyReferenceOperation { Property.Name: "IsAllocated" or "HasValue", Instance: { } handle }:
                return Learn(analysis, handle, !outcome, state);
            default:
                return state;
        }
    }

    private static FlowState? Pattern(ReferenceAnalysis analysis, IOperation value, IPatternOperation pattern, bool outcome, FlowState state) => pattern switch
    {
        IConstantPatternOperation constant when IsNothing(constant.Value) => Learn(analysis, value, outcome, state),
        INegatedPatternOperation negated => Pattern(analysis, value, negated.Pattern, !outcome, state),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } recursive when IsTotal(recursive.MatchedType, value)
            => Learn(analysis, value, !outcome, state),
        IDeclarationPatternOperation declaration when IsTotal(declaration.MatchedType, value) => Learn(analysis, value, !outcome, state),
        ITypePatternOperation type when IsTotal(type.MatchedType, value) => Learn(analysis, value, !outcome, state),
        IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation when outcome => Learn(analysis, value, isNull: false, state),
        _ => state,
    };

    private static FlowState? Learn(ReferenceAnalysis analysis, IOperation subject, bool isNull, FlowState state)
    {
        IOperation value = ObjectEvaluator.Strip(subject);
        if (isNull && IsNarrowed(subject))
        {
            // The object may be there, only of another type.
            return state;
        }

        return analysis.Operations.RefineNull(state, analysis.Objects.TryOf(value, state), isNull);
    }

    private static FlowState? Compare(ReferenceAnalysis analysis, IOperation first, IOperation second, bool isEqual, FlowState state)
        => analysis.Operations.IsSame(state, analysis.Objects.TryOf(first, state), analysis.Objects.TryOf(second, state)) is { } known && known != isEqual ? null : state;

    private static bool IsNarrowed(IOperation subject)
    {
        for (; subject is IConversionOperation conversion; subject = conversion.Operand)
        {
            if (conversion.IsTryCast && !conversion.Conversion.IsImplicit)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the pattern matches everything but null.</summary>
    private static bool IsTotal(ITypeSymbol? matched, IOperation value)
    {
        ITypeSymbol? given = ObjectEvaluator.Strip(value).Type;
        given = given is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var arguments } ? arguments[0] : given;
        for (ITypeSymbol? type = given; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, matched))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null, a null pointer, or zero.</summary>
    private static bool IsNothing(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant is null or 0 or 0L or 0u or 0ul;
        }

        return operation switch
        {
            IConversionOperation conversion => IsNothing(conversion.Operand),
            IDefaultValueOperation => true,
            IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } } => true,
            IPropertyReferenceOperation { Property: { Name: "Zero", ContainingType.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } } => true,
            _ => false,
        };
    }
}
