using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>A host page table met on a walk.</summary>
/// <param name="Address">The physical address of the table.</param>
/// <param name="Level">Its level: 1 holds 4 KiB pages.</param>
/// <param name="Permissions">The permissions of all entries on the way to it, ANDed.</param>
internal readonly record struct HostTable(ulong Address, int Level, Permissions Permissions)
{
    internal const int HighestLevel = 6;
    internal const ulong SmallestPage = 4096;
    private const ulong EntriesPerTable = 512;

    // By level; index 0 is one 4 KiB page. A table of level 6 reaches past 64 bits, which no size says.
    private static ReadOnlySpan<ulong> Reaches =>
    [
        SmallestPage,
        SmallestPage * EntriesPerTable,
        SmallestPage * EntriesPerTable * EntriesPerTable,
        SmallestPage * EntriesPerTable * EntriesPerTable * EntriesPerTable,
        SmallestPage * EntriesPerTable * EntriesPerTable * EntriesPerTable * EntriesPerTable,
        SmallestPage * EntriesPerTable * EntriesPerTable * EntriesPerTable * EntriesPerTable * EntriesPerTable,
    ];

    /// <summary>The size of a page of the default size of a level, 1 to 6: also the reach of one entry of a table of that level.</summary>
    internal static ulong PageSize(int level) => Reaches[level - 1];

    /// <summary>How many bytes of address space a table of a level, 1 to 5, translates.</summary>
    internal static ulong Reach(int level) => Reaches[level];

    /// <summary>The level of the table with that reach.</summary>
    internal static int LevelOfReach(ulong reach) => Reaches.IndexOf(reach);

    /// <summary>Whether the table, of level 1 to 6, has an entry for an address.</summary>
    internal bool Translates(ulong address) => Level == HighestLevel || address < Reach(Level);
}
