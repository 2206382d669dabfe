using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of a guest CR3 table: of the lowest level the page table root of one PASID, of a higher level a further table.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, guest CR3 table. The index at level k, from 0, is bits 9k+8 to 9k of the PASID.</remarks>
[Layout(64)]
public partial struct GuestCr3TableEntry
{
    /// <summary>V: the entry holds.</summary>
    [Bit(0)]
    public partial bool IsValid { readonly get; set; }

    /// <summary>The address of the page table root or of the next table, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Address { readonly get; set; }
}
