using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Names what facts about values are filed under: variables, and values computed from variables alone.</summary>
internal static class Atoms
{
    /// <summary>The atom of an expression, or null if nothing is remembered of it.</summary>
    public static object? Of(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFlowCaptureReferenceOperation capture => capture.Id,
        IFieldReferenceOperation { Field.IsReadOnly: true, Instance: null or IInstanceReferenceOperation } field => field.Field,
        IFieldReferenceOperation { Field: { IsReadOnly: true } member, Instance: { } instance } when Operand(instance) is { } owner => new DerivedValue(".", owner, member),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.And, OperatorMethod: null, IsLifted: false } and => Derived("&", and.LeftOperand, and.RightOperand),
        IInvocationOperation call => Call(call),
        IPropertyReferenceOperation property => Property(property),
        IConversionOperation { OperatorMethod: null } conversion => Of(conversion.Operand),
        _ => null,
    };

    /// <summary>The atom of a comparison of two values, and whether the comparison says that it is true.</summary>
    public static (DerivedValue Atom, bool IsPositive)? OfComparison(IOperation condition)
    {
        if (condition is IIsTypeOperation isType && Operand(isType.ValueOperand) is { } value)
        {
            return (new DerivedValue("is", value, isType.TypeOperand), !isType.IsNegated);
        }

        if (condition is IIsPatternOperation isPattern && Operand(isPattern.Value) is { } subject)
        {
            return OfPattern(subject, isPattern.Pattern, isPositive: true);
        }

        if (condition is not IBinaryOperation { OperatorMethod: null, IsLifted: false } binary || IsFloating(binary.LeftOperand.Type) || IsFloating(binary.RightOperand.Type))
        {
            return null;
        }

        (DerivedValue? atom, bool isPositive) = binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals => (Derived("==", binary.LeftOperand, binary.RightOperand), true),
            BinaryOperatorKind.NotEquals => (Derived("==", binary.LeftOperand, binary.RightOperand), false),
            BinaryOperatorKind.GreaterThan => (Derived(">", binary.LeftOperand, binary.RightOperand), true),
            BinaryOperatorKind.LessThan => (Derived(">", binary.RightOperand, binary.LeftOperand), true),
            BinaryOperatorKind.LessThanOrEqual => (Derived(">", binary.LeftOperand, binary.RightOperand), false),
            BinaryOperatorKind.GreaterThanOrEqual => (Derived(">", binary.RightOperand, binary.LeftOperand), false),
            _ => (null, false),
        };
        return atom is null ? null : (atom, isPositive);
    }

    private static (DerivedValue Atom, bool IsPositive)? OfPattern(object subject, IPatternOperation pattern, bool isPositive) => pattern switch
    {
        INegatedPatternOperation negated => OfPattern(subject, negated.Pattern, !isPositive),
        IDeclarationPatternOperation { MatchedType: { } type } => (new DerivedValue("is", subject, type), isPositive),
        ITypePatternOperation { MatchedType: { } type } => (new DerivedValue("is", subject, type), isPositive),
        _ => null,
    };

    /// <summary>What an await waits for, without its configuration.</summary>
    public static IOperation Awaited(IOperation operation) => operation switch
    {
        IAwaitOperation awaited => Awaited(awaited.Operation),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => Awaited(task),
        IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion => Awaited(conversion.Operand),
        _ => operation,
    };

    private static object? Call(IInvocationOperation call) => call switch
    {
        { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => Of(task),
        { TargetMethod: { Name: "HasFlag", ContainingType.SpecialType: SpecialType.System_Enum }, Instance: { } flags, Arguments.Length: 1 } => (object?)Derived("&", flags, call.Arguments[0].Value) ?? call,
        { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }, Arguments.Length: 1 }
            when Operand(call.Arguments[0].Value) is { } text => new DerivedValue(call.TargetMethod.Name, text, null),
        { TargetMethod: { Name: "GetHashCode", Parameters.IsEmpty: true }, Instance: { } owner } when Operand(owner) is { } hashed => new DerivedValue("GetHashCode", hashed, null),
        { TargetMethod: { Name: "GetHashCode", ContainingType.Name: "RuntimeHelpers" }, Arguments.Length: 1 } when Operand(call.Arguments[0].Value) is { } hashed => new DerivedValue("RuntimeHelpers", hashed, null),
        { TargetMethod: { Name: "CompareTo", Parameters.Length: 1 }, Instance: { } left, Arguments.Length: 1 } => (object?)Derived("CompareTo", left, call.Arguments[0].Value) ?? call,
        { TargetMethod: { Name: "Compare" or "CompareOrdinal", ContainingType.SpecialType: SpecialType.System_String }, Arguments.Length: 2 }
            => (object?)Derived(call.TargetMethod.Name, call.Arguments[0].Value, call.Arguments[1].Value) ?? call,
        _ => call,
    };

    private static object Property(IPropertyReferenceOperation property)
    {
        bool isOwnValue = property.Property is { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            or { Name: "Length", ContainingType: { SpecialType: SpecialType.System_String or SpecialType.System_Array } or { Name: "Span" or "ReadOnlySpan", IsRefLikeType: true } };
        if (isOwnValue && property.Instance is { } instance && Operand(instance) is { } owner)
        {
            return new DerivedValue(property.Property.Name, owner, null);
        }

        return IsFixed(property.Property) && property.Instance is { } parent && Operand(parent) is { } holder ? new DerivedValue(".", holder, property.Property) : property;
    }

    /// <summary>A property that keeps what it was given when its object was made.</summary>
    private static bool IsFixed(IPropertySymbol property)
        => property is { IsIndexer: false, IsVirtual: false, IsAbstract: false, SetMethod: null or { IsInitOnly: true } }
            && property.ContainingType.TypeKind is not TypeKind.Interface
            && (property.DeclaringSyntaxReferences.IsEmpty ? IsCompiled(property.GetMethod) : property.DeclaringSyntaxReferences.All(static part => part.GetSyntax() is ParameterSyntax || IsAutomatic(part.GetSyntax())));

    private static bool IsAutomatic(SyntaxNode declaration)
        => declaration is PropertyDeclarationSyntax { AccessorList.Accessors: var accessors } && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null });

    private static bool IsCompiled(IMethodSymbol? getter) => getter?.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "CompilerGeneratedAttribute") is true;

    private static DerivedValue? Derived(string operation, IOperation left, IOperation right)
        => Operand(left) is { } first && Operand(right) is { } second ? new DerivedValue(operation, first, second) : null;

    private static object? Operand(IOperation operation)
        => operation is IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false } conversion ? Operand(conversion.Operand)
            : operation.ConstantValue is { HasValue: true, Value: var constant } ? constant ?? "null" : Of(operation) is { } atom and not IOperation ? atom : null;

    private static bool IsFloating(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Single or SpecialType.System_Double } or { Name: "Half" };
}
