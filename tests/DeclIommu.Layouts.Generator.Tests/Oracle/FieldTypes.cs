namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>The types that a field can have, and declarations of those that are not built in.</summary>
internal static class FieldTypes
{
    /// <summary>Wrappers of every carrier, and layouts to nest.</summary>
    public const string Declarations = """
        public readonly record struct Device(bool A, bool B, bool C);

        public enum Gated : byte { One = 1, [AvailableWhen("A")] Two = 2, [AvailableWhen("B")] Third = 3, [AvailableWhen("C")] AlsoThird = 3, Six = 6 }

        public readonly record struct Wrap8(byte Value);
        public readonly record struct Wrap16(ushort Value);
        public readonly record struct Wrap32(uint Value);
        public readonly record struct Wrap64(ulong Value);
        public readonly record struct Wrap128(UInt128 Value);
        public readonly record struct SignedWrap8(sbyte Value);
        public readonly record struct SignedWrap16(short Value);
        public readonly record struct SignedWrap32(int Value);
        public readonly record struct SignedWrap64(long Value);
        public readonly record struct SignedWrap128(Int128 Value);

        [Layout(8)]
        public partial struct Nest8
        {
            [Bits(6, 2)]
            public partial byte A { readonly get; set; }
        }

        [Layout(24, ByteOrder = ByteOrder.BigEndian, Reserved = ReservedBits.Preserve)]
        public partial struct Nest24
        {
            [Bits(19, 5)]
            public partial short A { readonly get; set; }
        }

        [Layout(64, Reserved = ReservedBits.Ignore)]
        public partial struct Nest64
        {
            [Bits(60, 10)]
            public partial ulong A { readonly get; set; }

            [Bits(2, 0)]
            public partial Wrap8 B { readonly get; set; }
        }

        [Layout(16, Capabilities = typeof(Device))]
        public partial struct Nest16
        {
            [Bits(2, 0), Exhaustive, AvailableWhen("A")]
            public partial Gated A { readonly get; set; }

            [Bits(9, 4), AvailableWhen("B")]
            public partial byte B { readonly get; set; }

            [Bits(13, 12), Constant(2), AvailableWhen("C")]
            public readonly partial byte C { get; }
        }

        [Layout(136, Reserved = ReservedBits.Preserve)]
        public partial struct Nest136
        {
            [Bits(130, 3)]
            public partial UInt128 A { readonly get; set; }
        }

        """;

    private static readonly int[] Sizes = [8, 16, 32, 64, 128];

    public static string Smallest(int width, bool isSigned) => Integer(Sizes.First(size => size >= width), isSigned);

    /// <summary>A random size of carrier with room for so many bits.</summary>
    public static int Carrier(Random random, int width)
    {
        int[] fitting = [.. Sizes.Where(size => size >= width)];
        return fitting[random.Next(fitting.Length)];
    }

    public static string Integer(int size, bool isSigned) => size switch
    {
        8 => isSigned ? "sbyte" : "byte",
        16 => isSigned ? "short" : "ushort",
        32 => isSigned ? "int" : "uint",
        64 => isSigned ? "long" : "ulong",
        _ => isSigned ? "Int128" : "UInt128",
    };

    public static string Wrapper(int size, bool isSigned) => (isSigned ? "SignedWrap" : "Wrap") + size;
}
