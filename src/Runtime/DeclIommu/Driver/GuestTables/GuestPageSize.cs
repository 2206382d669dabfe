namespace DeclIommu.Driver;

/// <summary>The page sizes of guest (version 2) page tables: 4 KiB, 2 MiB and 1 GiB.</summary>
internal static class GuestPageSize
{
    public const int EntriesPerTable = 512;
    public const int HighestLevel = 3;
    public const ulong Smallest = 4096;
    public const ulong Largest = Smallest * EntriesPerTable * EntriesPerTable;

    private static readonly ulong[] s_reaches = [Smallest, Smallest * 512, Largest, Largest * 512, Largest * 512 * 512];

    /// <summary>How many bytes one entry of a table of a level, 1 to 5, stands for.</summary>
    public static ulong ReachOfEntry(int level) => s_reaches[level - 1];

    /// <summary>The last address of the lower half that tables of so many levels, 4 or 5, translate; the upper half ends at 2^64.</summary>
    public static ulong LastOfLowerHalf(int levels) => (s_reaches[levels - 1] * (EntriesPerTable / 2)) - 1;

    /// <summary>The first address of the upper half.</summary>
    public static ulong FirstOfUpperHalf(int levels) => ulong.MaxValue - LastOfLowerHalf(levels);

    public static bool IsUsable(ulong bytes) => bytes is Smallest or Smallest * EntriesPerTable or Largest;

    /// <summary>The level of the largest page for the start of a range: both addresses aligned to it, no longer than what is left, and within a limit.</summary>
    public static int LevelFor(ulong address, ulong target, ulong left, ulong limit)
    {
        int level = HighestLevel;
        while (level > 1 && (s_reaches[level - 1] > Math.Min(left, limit) || address % s_reaches[level - 1] != 0 || target % s_reaches[level - 1] != 0))
        {
            level--;
        }

        return level;
    }
}
