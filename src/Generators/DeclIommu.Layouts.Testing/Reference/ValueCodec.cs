using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>How the type of a property carries a number.</summary>
internal abstract class ValueCodec(Type type)
{
    private static readonly ConcurrentDictionary<Type, ValueCodec> Known = new();

    public Type Type { get; } = type;

    /// <summary>True if the top bit of a field of this type is a sign.</summary>
    public abstract bool IsSigned { get; }

    /// <summary>The smallest number that the type itself can carry.</summary>
    public abstract BigInteger Minimum { get; }

    /// <summary>The largest number that the type itself can carry.</summary>
    public abstract BigInteger Maximum { get; }

    /// <summary>The numbers with a name, for an enum.</summary>
    public virtual IReadOnlyList<NamedNumber> Names => [];

    public static ValueCodec Of(Type type) => Known.GetOrAdd(type, Create);

    public abstract object ToObject(BigInteger number);

    /// <summary>The value of the type for a number; false if the type's own constructor refuses it or stores another.</summary>
    public virtual bool TryToObject(BigInteger number, [NotNullWhen(true)] out object? value)
    {
        value = ToObject(number);
        return true;
    }

    public abstract BigInteger ToNumber(object value);

    /// <summary>The number in the words of the type, for messages.</summary>
    public virtual string Describe(BigInteger number) => number.Sign < 0 ? number.ToString() : "0x" + Hexadecimal(number);

    private static string Hexadecimal(BigInteger number)
    {
        string digits = number.ToString("X").TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static ValueCodec Create(Type type)
    {
        if (type == typeof(bool))
        {
            return new BooleanCodec();
        }

        if (IntegerCodec.TryCreate(type) is { } integer)
        {
            return integer;
        }

        if (type.IsEnum)
        {
            return new EnumCodec(type);
        }

        return type.IsDefined(typeof(LayoutAttribute), inherit: false) ? new NestedLayoutCodec(type) : new WrapperCodec(type);
    }
}
