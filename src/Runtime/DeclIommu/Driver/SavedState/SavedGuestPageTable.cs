using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A guest page table of the host's own. Its pages are the next ones of their section.</summary>
[Layout(320)]
internal partial struct SavedGuestPageTable : ISavedRecord<SavedGuestPageTable>
{
    static int ISavedRecord<SavedGuestPageTable>.Size => SizeInBytes;

    /// <summary>One more than which parent it is under; 0 for none.</summary>
    [Bits(31, 0)]
    public partial uint Parent { readonly get; set; }

    /// <summary>How many levels it has.</summary>
    [Bits(39, 32)]
    public partial byte Levels { readonly get; set; }

    /// <summary>The logarithm to base 2 of the largest page size to map with.</summary>
    [Bits(47, 40)]
    public partial byte LargestPageLog2 { readonly get; set; }

    /// <summary>Where the parent maps its frames.</summary>
    [Bits(127, 64)]
    public partial ulong Window { readonly get; set; }

    /// <summary>How many runs of pages it maps.</summary>
    [Bits(191, 128)]
    public partial ulong Runs { readonly get; set; }

    /// <summary>When units are told to forget what is unmapped.</summary>
    [Bits(319, 192)]
    public partial SavedFlushing Flushing { readonly get; set; }
}
