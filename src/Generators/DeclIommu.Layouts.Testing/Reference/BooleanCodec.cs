using System.Numerics;

namespace DeclIommu.Layouts.Testing;

internal sealed class BooleanCodec() : ValueCodec(typeof(bool))
{
    public override bool IsSigned => false;

    public override BigInteger Minimum => BigInteger.Zero;

    public override BigInteger Maximum => BigInteger.One;

    public override object ToObject(BigInteger number) => !number.IsZero;

    public override BigInteger ToNumber(object value) => (bool)value ? BigInteger.One : BigInteger.Zero;
}
