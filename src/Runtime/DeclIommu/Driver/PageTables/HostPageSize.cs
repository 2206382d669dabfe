using System.Numerics;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A page size that a host (version 1) page table can express: a power of two from 4 KiB to 2^51, except 512 GiB.</summary>
/// <param name="Bytes">The size.</param>
/// <param name="Level">The level of the table that holds the page.</param>
/// <param name="Entries">How many equal entries of that table stand for the page: 1 if it has the level's default size.</param>
/// <remarks>AMD IOMMU specification, I/O page tables. 512 GiB as the default size of level 4 is avoided: hardware gets it wrong.</remarks>
internal readonly record struct HostPageSize(ulong Bytes, int Level, int Entries)
{
    public const ulong Smallest = 4096;
    public const int EntriesPerTable = 512;
    public const int HighestLevel = 6;

    private const ulong Unusable = 512UL * 1024 * 1024 * 1024;
    /// <summary>The largest size: 2^51.</summary>
    public const ulong LargestPage = 4 * Unusable * 1024;

    private static readonly ulong[] s_reaches = [Smallest, Smallest * 512, Smallest * 512 * 512, Unusable, Unusable * 512, Unusable * 512 * 512];

    /// <summary>How many bytes one entry of a table of a level, 1 to 6, stands for.</summary>
    public static ulong ReachOfEntry(int level) => s_reaches[level - 1];

    /// <summary>The last address that a page table of so many levels, 1 to 6, translates.</summary>
    public static ulong LastAddress(int levels) => levels == HighestLevel ? ulong.MaxValue : s_reaches[levels] - 1;

    public static bool IsUsable(ulong bytes) =>
        BitOperations.IsPow2(bytes) && bytes >= Smallest && bytes <= LargestPage && bytes != Unusable;

    /// <summary>The size of a usable number of bytes.</summary>
    public static HostPageSize Of(ulong bytes)
    {
        int level = LevelOf(bytes);
        return new(bytes, level, (int)(bytes / ReachOfEntry(level)));
    }

    /// <summary>The size of a page found at a level.</summary>
    public static HostPageSize Of(HostPageTableEntry entry, int level) =>
        entry.NextLevel == HostPageTableEntry.Page ? new(ReachOfEntry(level), level, 1) : Of(PowerOfTwo(entry.Range.Log2Size));

    /// <summary>The largest size for the start of a range: both addresses aligned to it, no longer than what is left, and within a limit.</summary>
    public static HostPageSize Largest(ulong iova, ulong physical, ulong length, ulong limit)
    {
        ulong bytes = PowerOfTwo(Math.Min(BitOperations.TrailingZeroCount(iova | physical), BitOperations.Log2(Math.Min(length, limit))));
        return Of(bytes == Unusable ? bytes / 2 : bytes);
    }

    /// <summary>The entry that maps a page of this size.</summary>
    public HostPageTableEntry Entry(ulong physical, Memory.Permissions permissions)
    {
        HostPageTableEntry entry = new()
        {
            IsPresent = true,
            ForceCoherent = true,
            ReadAllowed = (permissions & Memory.Permissions.Read) != 0,
            WriteAllowed = (permissions & Memory.Permissions.Write) != 0,
        };
        if (Entries == 1)
        {
            entry.Address = physical;
        }
        else
        {
            entry.NextLevel = HostPageTableEntry.SizedPage;
            entry.Range = PageRange.Covering(physical, Bytes);
        }

        return entry;
    }

    private static int LevelOf(ulong bytes)
    {
        int level = 1;
        while (level < HighestLevel && s_reaches[level] <= bytes)
        {
            level++;
        }

        return level;
    }

    private static ulong PowerOfTwo(int exponent) => BitOperations.RotateLeft(1UL, exponent);
}
