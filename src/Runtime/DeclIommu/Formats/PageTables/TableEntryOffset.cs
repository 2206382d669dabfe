using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where in a table of 512 entries of 8 bytes an address has its entry; read from the address, moved down by the bits of an index for each level.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O page tables and guest page tables: their indexes are alike.</remarks>
[Layout(64)]
[Reserved(2, 0, ReservedBits.Ignore)]
[Reserved(63, 12, ReservedBits.Ignore)]
internal partial struct TableEntryOffset
{
    /// <summary>The offset in bytes: an index, in entries.</summary>
    [Bits(11, 3), Scaled(3)]
    public partial ulong InBytes { readonly get; set; }
}
