using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>The values of a field worth trying, as stored bits.</summary>
internal static class EdgeValues
{
    private const int ExhaustiveWidth = 6;

    /// <summary>Zero, one, the largest, alternating bits, the borders of the sign, each single bit and each single gap; every value of a narrow field.</summary>
    public static IReadOnlyList<BigInteger> Of(ReferenceField field)
    {
        int width = field.Width;
        BigInteger all = BigInteger.Pow(2, width);
        if (width <= ExhaustiveWidth)
        {
            return [.. Enumerable.Range(0, (int)all).Select(static value => (BigInteger)value)];
        }

        var values = new HashSet<BigInteger> { 0, 1, all - 1, all - 2, (all / 2) - 1, all / 2, (all / 2) + 1, all / 3, all - 1 - (all / 3) };
        for (int bit = 0; bit < width; bit++)
        {
            values.Add(BigInteger.Pow(2, bit));
            values.Add(all - 1 - BigInteger.Pow(2, bit));
        }

        values.UnionWith(field.Codec.Names.Select(name => field.ToRaw(name.Number)));
        return [.. values];
    }

    /// <summary>A few values, for the middle elements of a long repeated field.</summary>
    public static IReadOnlyList<BigInteger> FewOf(ReferenceField field)
    {
        BigInteger all = BigInteger.Pow(2, field.Width);
        return [.. new HashSet<BigInteger> { 0, 1, all - 1, all / 2, all / 3 }];
    }

    /// <summary>A random number of so many bits.</summary>
    public static BigInteger Random(Random random, int width)
    {
        BigInteger value = BigInteger.Zero;
        for (int bit = 0; bit < width; bit++)
        {
            value = (value * 2) + random.Next(2);
        }

        return value;
    }
}
