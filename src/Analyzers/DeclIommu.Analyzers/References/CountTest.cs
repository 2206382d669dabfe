using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>A comparison of one integer with constants.</summary>
/// <param name="Subject">The integer.</param>
/// <param name="Holds">Whether the comparison is true for a value.</param>
internal sealed record CountTest(IOperation Subject, Func<long, bool> Holds)
{
    /// <summary>The outcome after which the integer is not zero.</summary>
    public bool LiveWhen => !Holds(0);

    /// <summary>True if it tells one from more: what an increment from zero gives from everything else.</summary>
    public bool TellsRevival => Holds(1) != Holds(2);

    public static CountTest? Of(IOperation condition)
    {
        switch (condition)
        {
            case IBinaryOperation { OperatorMethod: null, IsLifted: false } binary when Comparison(binary.OperatorKind) is { } compare:
                return Constant(binary.RightOperand) is { } right ? new CountTest(Strip(binary.LeftOperand), value => compare(value.CompareTo(right)))
                    : Constant(binary.LeftOperand) is { } left ? new CountTest(Strip(binary.RightOperand), value => compare(left.CompareTo(value)))
                    : null;
            case IIsPatternOperation pattern when Of(pattern.Pattern) is { } holds:
                return new CountTest(Strip(pattern.Value), holds);
            default:
                return null;
        }
    }

    /// <summary>The value without conversions and parentheses; of an assignment, the variable that has it now.</summary>
    public static IOperation Strip(IOperation operation) => operation switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Strip(conversion.Operand),
        IParenthesizedOperation parenthesized => Strip(parenthesized.Operand),
        ISimpleAssignmentOperation assignment => Strip(assignment.Target),
        _ => operation,
    };

    /// <summary>The value of an integer constant.</summary>
    public static long? Constant(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => constant switch
        {
            int value => value,
            long value => value,
            uint value => value,
            short value => value,
            ushort value => value,
            byte value => value,
            sbyte value => value,
            ulong value and <= long.MaxValue => (long)value,
            _ => null,
        },
        _ => null,
    };

    private static Func<int, bool>? Comparison(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => static order => order == 0,
        BinaryOperatorKind.NotEquals => static order => order != 0,
        BinaryOperatorKind.LessThan => static order => order < 0,
        BinaryOperatorKind.LessThanOrEqual => static order => order <= 0,
        BinaryOperatorKind.GreaterThan => static order => order > 0,
        BinaryOperatorKind.GreaterThanOrEqual => static order => order >= 0,
        _ => null,
    };

    private static Func<long, bool>? Of(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant when Constant(constant.Value) is { } known:
                return value => value == known;
            case IRelationalPatternOperation relational when Constant(relational.Value) is { } bound && Comparison(relational.OperatorKind) is { } compare:
                return value => compare(value.CompareTo(bound));
            case INegatedPatternOperation negated when Of(negated.Pattern) is { } inner:
                return value => !inner(value);
            case IBinaryPatternOperation binary when Of(binary.LeftPattern) is { } left && Of(binary.RightPattern) is { } right:
                return binary.OperatorKind is BinaryOperatorKind.Or ? value => left(value) || right(value) : value => left(value) && right(value);
            default:
                return null;
        }
    }
}
