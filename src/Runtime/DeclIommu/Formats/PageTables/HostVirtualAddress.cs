using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An address that a host (version 1) page table translates: the index into the table of each level, and the offset in the lowest page.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O page tables, address translation.</remarks>
[Layout(64)]
public partial struct HostVirtualAddress
{
    // The indexes lie one above the other: so far down, that of any level stands where that of level 1 is.
    private const int IndexBits = 9;
    private const int Levels = 6;

    /// <summary>The offset in a 4 KiB page.</summary>
    [Bits(11, 0)]
    public partial ushort PageOffset { readonly get; set; }

    /// <summary>The index into a table of level 1, whose entries map 4 KiB each.</summary>
    [Bits(20, 12)]
    public partial ushort Level1 { readonly get; set; }

    /// <summary>The index into a table of level 2, whose entries map 2 MiB each.</summary>
    [Bits(29, 21)]
    public partial ushort Level2 { readonly get; set; }

    /// <summary>The index into a table of level 3, whose entries map 1 GiB each.</summary>
    [Bits(38, 30)]
    public partial ushort Level3 { readonly get; set; }

    /// <summary>The index into a table of level 4, whose entries map 512 GiB each.</summary>
    [Bits(47, 39)]
    public partial ushort Level4 { readonly get; set; }

    /// <summary>The index into a table of level 5, whose entries map 256 TiB each.</summary>
    [Bits(56, 48)]
    public partial ushort Level5 { readonly get; set; }

    /// <summary>The index into the table of level 6, whose 128 entries map 128 PiB each.</summary>
    [Bits(63, 57)]
    public partial byte Level6 { readonly get; set; }

    /// <summary>The index into the table of a level.</summary>
    /// <param name="level">The level, 1 to 6.</param>
    /// <returns>The index; 0 for a level that does not exist.</returns>
    public readonly int IndexAt(int level) => level is >= 1 and <= Levels ? FromRaw(ToRaw() >> (IndexBits * (level - 1))).Level1 : 0;

    /// <summary>How many bytes into the table of a level the entry lies that the index names.</summary>
    /// <param name="level">The level, 1 to 6, which is not looked at.</param>
    internal readonly ulong EntryOffsetAt(int level) => TableEntryOffset.FromRaw(ToRaw() >> (IndexBits * level)).InBytes;
}
