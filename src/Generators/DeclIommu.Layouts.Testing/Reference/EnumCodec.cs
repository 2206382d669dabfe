using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

internal sealed class EnumCodec : ValueCodec
{
    private readonly IntegerCodec _underlying;

    private readonly NamedNumber[] _names;

    public EnumCodec(Type type)
        : base(type)
    {
        _underlying = IntegerCodec.TryCreate(Enum.GetUnderlyingType(type))!;
        _names = [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => new NamedNumber(
            field.Name,
            _underlying.ToNumber(field.GetRawConstantValue()!),
            field.GetCustomAttribute<AvailableWhenAttribute>()?.Capability))];
    }

    /// <summary>Most enums have a signed underlying type without meaning it: a sign is meant where a member is negative.</summary>
    public override bool IsSigned => Names.Any(static name => name.Number.Sign < 0);

    public override BigInteger Minimum => IsSigned ? _underlying.Minimum : BigInteger.Zero;

    public override BigInteger Maximum => IsSigned ? _underlying.Maximum : Range - 1;

    public override IReadOnlyList<NamedNumber> Names => _names;

    private BigInteger Range => _underlying.Maximum - _underlying.Minimum + 1;

    // Where no sign is meant, the top half of a signed underlying type is its negative numbers.
    public override object ToObject(BigInteger number) =>
        Enum.ToObject(Type, _underlying.ToObject(number > _underlying.Maximum ? number - Range : number));

    public override BigInteger ToNumber(object value)
    {
        BigInteger number = _underlying.ToNumber(Convert.ChangeType(value, _underlying.Type, null));
        return number < Minimum ? number + Range : number;
    }

    public override string Describe(BigInteger number) => $"{ToObject(number)} ({base.Describe(number)})";
}
