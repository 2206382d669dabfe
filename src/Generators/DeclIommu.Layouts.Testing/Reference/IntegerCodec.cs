using System.Numerics;

namespace DeclIommu.Layouts.Testing;

internal sealed class IntegerCodec : ValueCodec
{
    private readonly Func<BigInteger, object> _toObject;

    private readonly Func<object, BigInteger> _toNumber;

    private IntegerCodec(Type type, BigInteger minimum, BigInteger maximum, Func<BigInteger, object> toObject, Func<object, BigInteger> toNumber)
        : base(type)
    {
        Minimum = minimum;
        Maximum = maximum;
        _toObject = toObject;
        _toNumber = toNumber;
    }

    public override bool IsSigned => Minimum.Sign < 0;

    public override BigInteger Minimum { get; }

    public override BigInteger Maximum { get; }

    /// <summary>The codec of an integer type; null if it is none that a field can have.</summary>
    public static IntegerCodec? TryCreate(Type type) => Type.GetTypeCode(type.IsEnum ? typeof(object) : type) switch
    {
        TypeCode.Byte => Of<byte>(static number => (byte)number, static value => (byte)value),
        TypeCode.SByte => Of<sbyte>(static number => (sbyte)number, static value => (sbyte)value),
        TypeCode.UInt16 => Of<ushort>(static number => (ushort)number, static value => (ushort)value),
        TypeCode.Int16 => Of<short>(static number => (short)number, static value => (short)value),
        TypeCode.UInt32 => Of<uint>(static number => (uint)number, static value => (uint)value),
        TypeCode.Int32 => Of<int>(static number => (int)number, static value => (int)value),
        TypeCode.UInt64 => Of<ulong>(static number => (ulong)number, static value => (ulong)value),
        TypeCode.Int64 => Of<long>(static number => (long)number, static value => (long)value),
        _ when type == typeof(UInt128) => Of<UInt128>(static number => (UInt128)number, static value => (UInt128)value),
        _ when type == typeof(Int128) => Of<Int128>(static number => (Int128)number, static value => (Int128)value),
        _ => null,
    };

    public override object ToObject(BigInteger number) => _toObject(number);

    public override BigInteger ToNumber(object value) => _toNumber(value);

    private static IntegerCodec Of<T>(Func<BigInteger, T> toObject, Func<object, BigInteger> toNumber)
        where T : struct, IMinMaxValue<T> =>
        new(typeof(T), toNumber(T.MinValue), toNumber(T.MaxValue), number => toObject(number), toNumber);
}
