using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>A layout inside another: the number is that of its bits.</summary>
internal sealed class NestedLayoutCodec : ValueCodec
{
    private readonly int _bits;

    private readonly ByteOrder _byteOrder;

    private readonly LayoutSubject _subject;

    public NestedLayoutCodec(Type type)
        : base(type)
    {
        var layout = (LayoutAttribute)Attribute.GetCustomAttribute(type, typeof(LayoutAttribute))!;
        _bits = layout.Bits;
        _byteOrder = layout.ByteOrder;
        _subject = LayoutSubject.Of(type);
    }

    public override bool IsSigned => false;

    public override BigInteger Minimum => BigInteger.Zero;

    public override BigInteger Maximum => BigInteger.Pow(2, _bits) - 1;

    public override object ToObject(BigInteger number) => _subject.Read(BitImage.FromNumber(number, _bits).ToBytes(_byteOrder));

    public override BigInteger ToNumber(object value) => BitImage.FromBytes(_subject.Write(value), _byteOrder).ToNumber();
}
