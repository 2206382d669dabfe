using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A parent domain. Its pages are the next ones of their section.</summary>
[Layout(256)]
internal partial struct SavedParent : ISavedRecord<SavedParent>
{
    static int ISavedRecord<SavedParent>.Size => SizeInBytes;

    /// <summary>Its domain ID.</summary>
    [Bits(15, 0)]
    public partial ushort DomainId { readonly get; set; }

    /// <summary>How many levels its page table has.</summary>
    [Bits(23, 16)]
    public partial byte Levels { readonly get; set; }

    /// <summary>The logarithm to base 2 of the largest page size to map with.</summary>
    [Bits(31, 24)]
    public partial byte LargestPageLog2 { readonly get; set; }

    /// <summary>Whether units mark the pages that devices write.</summary>
    [Bit(32)]
    public partial bool TracksDirtyPages { readonly get; set; }

    /// <summary>How many runs of pages it maps.</summary>
    [Bits(127, 64)]
    public partial ulong Runs { readonly get; set; }

    /// <summary>When units are told to forget what is unmapped.</summary>
    [Bits(255, 128)]
    public partial SavedFlushing Flushing { readonly get; set; }
}
