namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>Fields of every width from 1 to 128 at offsets that straddle every kind of boundary, packed into as few layouts as they fit.</summary>
internal static class WidthSweep
{
    private const int LayoutBits = 776;

    public static string Source(bool isSigned, bool isBigEndian)
    {
        var layouts = new List<LayoutSource>();
        foreach ((int width, int offset) in Places(isSigned))
        {
            Place(layouts, width, offset, isSigned, isBigEndian);
        }

        return "namespace Sweep;\n\n" + string.Concat(layouts.Select(static layout => layout.Text));
    }

    private static IEnumerable<(int Width, int Offset)> Places(bool isSigned)
    {
        for (int width = 128; width >= 1; width--)
        {
            // On a word, one bit in, across its end, and ending with it; or one bit before its end, across its half, and across its end.
            int[] offsets = isSigned ? [63, 32 - (width / 2), 65 - (width / 2)] : [0, 1, 64 - (width / 2), 64 - width];
            foreach (int offset in new HashSet<int>(offsets))
            {
                yield return (width, ((offset % 64) + 64) % 64);
            }
        }
    }

    private static void Place(List<LayoutSource> layouts, int width, int offset, bool isSigned, bool isBigEndian)
    {
        LayoutSource? home = null;
        int lsb = offset;
        foreach (LayoutSource candidate in layouts)
        {
            for (lsb = offset; home is null && lsb + width <= LayoutBits; lsb += home is null ? 64 : 0)
            {
                if (candidate.TryTake(lsb, width))
                {
                    home = candidate;
                    break;
                }
            }

            if (home is not null)
            {
                break;
            }
        }

        if (home is null)
        {
            home = new LayoutSource($"Sweep{layouts.Count}", LayoutBits, isBigEndian ? ", ByteOrder = ByteOrder.BigEndian" : string.Empty);
            layouts.Add(home);
            lsb = offset;
            home.TryTake(lsb, width);
        }

        home.AddProperty(width == 1 && !isSigned ? $"Bit({lsb})" : $"Bits({lsb + width - 1}, {lsb})", width == 1 && !isSigned ? "bool" : FieldTypes.Smallest(width, isSigned));
    }
}
