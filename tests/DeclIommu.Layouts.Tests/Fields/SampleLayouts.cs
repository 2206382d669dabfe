namespace DeclIommu.Layouts.Tests.Fields;

/// <summary>A layout with a field of every kind.</summary>
[Layout(256)]
[Reserved(255, 248, ReservedBits.Preserve)]
[Reserved(247, 246, ReservedBits.MustBeOne)]
public partial struct EveryKind
{
    [Bit(0)]
    public partial bool Flag { readonly get; set; }

    [Bits(11, 9)]
    public partial Color Color { readonly get; set; }

    [Bits(51, 12), Scaled(12)]
    public partial ulong Page { readonly get; set; }

    [Bits(127, 107, 95, 80, 60, 58), Scaled(12)]
    public partial ulong Split { readonly get; set; }

    [Bits(79, 64)]
    public partial Tag Tag { readonly get; set; }

    [Bits(140, 120 + 8)]
    public partial short Signed { readonly get; set; }

    [Bits(240, 141)]
    public partial UInt128 Wide { readonly get; set; }
}

public enum Color
{
    Red,
    Green,
    Blue = 7,
}

public readonly record struct Tag(ushort Value);

[Layout(64, ByteOrder = ByteOrder.BigEndian)]
public partial struct Nibbles
{
    [Bits(3, 0), Repeat(16, 4)]
    public partial byte this[int index] { readonly get; set; }
}

[Layout(128)]
public partial struct Family
{
    [Discriminator, Bits(63, 60)]
    public partial byte Opcode { readonly get; set; }
}

[Layout(40)]
public partial struct Odd
{
    [Bits(36, 30)]
    public partial sbyte Straddling { readonly get; set; }

    [Constant(5), Bits(2, 0)]
    public partial byte Kind { get; }

    [Bits(4, 3), Repeat(9, 3)]
    public partial byte GetPair(int index);

    public partial void SetPair(int i, byte v);
}
