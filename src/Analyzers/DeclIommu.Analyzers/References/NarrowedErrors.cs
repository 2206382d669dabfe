using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0012, where a negative error became an unsigned value: a test of its sign never sees it.</summary>
internal sealed class NarrowedErrors : IReferenceRule
{
    private readonly ReferenceAnalysis _analysis;

    public NarrowedErrors(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        if (before.Objects.Narrowed.Count > 0 && Tested(operation) is { } value && Place(value, before) is { } place && before.Objects.Narrowed.TryGet(place, out SyntaxNode conversion))
        {
            string text = "'" + value.Syntax + "' is unsigned: this test never sees the negative error that '" + conversion + "' may have been";
            _analysis.Log.Fault(IgnoredResultRule.Descriptor, operation.Syntax.GetLocation(), before.IsSoft, text);
        }
    }

    /// <summary>The state after an operation, whose other effects are in it already.</summary>
    public FlowState After(IOperation operation, FlowState state)
    {
        if (operation is not ISimpleAssignmentOperation assignment || !IsUnsigned(assignment.Target.Type) || Place(assignment.Target, state) is not { } place)
        {
            return state;
        }

        SyntaxNode? conversion = IsNarrowing(assignment.Value) ? assignment.Value.Syntax
            : Place(Strip(assignment.Value), state) is { } source ? state.Objects.Narrowed.Find(source)
            : null;
        FactMap<AccessPath, SyntaxNode> narrowed = conversion is null ? state.Objects.Narrowed.Remove(place) : state.Objects.Narrowed.Set(place, conversion);
        return ReferenceEquals(narrowed, state.Objects.Narrowed) ? state : state with { Objects = state.Objects with { Narrowed = narrowed } };
    }

    /// <summary>The value whose sign an operation asks for.</summary>
    private static IOperation? Tested(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } binary
            => IsZero(binary.RightOperand) ? Strip(binary.LeftOperand) : IsZero(binary.LeftOperand) ? Strip(binary.RightOperand) : null,
        IIsPatternOperation { Pattern: IRelationalPatternOperation { Value: var bound } } pattern when IsZero(bound) => Strip(pattern.Value),
        _ => null,
    };

    private AccessPath? Place(IOperation value, FlowState state) => value switch
    {
        ILocalReferenceOperation local => AccessPath.Local(local.Local),
        IParameterReferenceOperation parameter => AccessPath.Parameter(parameter.Parameter),
        IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false } => _analysis.Locks.Paths.TryEvaluate(value, state),
        _ => null,
    };

    private static bool IsNarrowing(IOperation value)
        => value is IConversionOperation { OperatorMethod: null, IsChecked: false, Operand: var operand } && IsUnsigned(value.Type) && IsSigned(operand.Type) && !operand.ConstantValue.HasValue;

    private static bool IsZero(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: 0 or 0L or 0u or 0ul or (ushort)0 or (byte)0 };

    private static IOperation Strip(IOperation operation)
        => operation is IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion ? Strip(conversion.Operand) : operation is IParenthesizedOperation parenthesized ? Strip(parenthesized.Operand) : operation;

    private static bool IsUnsigned(ITypeSymbol? type)
        => type?.SpecialType is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_UIntPtr;

    private static bool IsSigned(ITypeSymbol? type)
        => type is { TypeKind: TypeKind.Enum } and INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? IsSigned(underlying)
            : type?.SpecialType is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_IntPtr;
}
