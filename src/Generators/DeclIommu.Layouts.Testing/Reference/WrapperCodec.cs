using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>A struct around one integer: one public constructor from it, and a conversion or a property back.</summary>
internal sealed class WrapperCodec : ValueCodec
{
    private readonly IntegerCodec _carrier;

    private readonly ConstructorInfo _constructor;

    private readonly MethodInfo _unwrap;

    public WrapperCodec(Type type)
        : base(type)
    {
        _constructor = type.GetConstructors().Single(static constructor =>
            constructor.GetParameters() is [{ ParameterType: var only }] && IntegerCodec.TryCreate(only) is not null);
        Type carrier = _constructor.GetParameters()[0].ParameterType;
        _carrier = IntegerCodec.TryCreate(carrier)!;
        MethodInfo? conversion = type.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(method =>
            method.Name is "op_Implicit" or "op_Explicit" && method.ReturnType == carrier && method.GetParameters() is [{ ParameterType: var from }] && from == type);
        _unwrap = type.GetProperties().SingleOrDefault(property => property.PropertyType == carrier && property.GetIndexParameters().Length == 0)?.GetMethod
            ?? conversion
            ?? throw new ArgumentException($"{type.Name} has no way back to {carrier.Name}.", nameof(type));
    }

    public override bool IsSigned => _carrier.IsSigned;

    public override BigInteger Minimum => _carrier.Minimum;

    public override BigInteger Maximum => _carrier.Maximum;

    public override object ToObject(BigInteger number) => _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [_carrier.ToObject(number)], null);

    public override bool TryToObject(BigInteger number, [NotNullWhen(true)] out object? value)
    {
        try
        {
            value = ToObject(number);
            return ToNumber(value) == number;
        }
        catch (ArgumentException)
        {
            value = null;
            return false;
        }
    }

    public override BigInteger ToNumber(object value) =>
        _carrier.ToNumber(_unwrap.IsStatic
            ? _unwrap.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null)!
            : _unwrap.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null)!);
}
