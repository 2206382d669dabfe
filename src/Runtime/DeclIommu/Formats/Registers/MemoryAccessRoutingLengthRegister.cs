using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The length of a range of addresses that is routed elsewhere.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MARC length.</remarks>
[Layout(64)]
public partial struct MemoryAccessRoutingLengthRegister
{
    /// <summary>The length in bytes, a multiple of 4 KiB.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Length { readonly get; set; }
}
