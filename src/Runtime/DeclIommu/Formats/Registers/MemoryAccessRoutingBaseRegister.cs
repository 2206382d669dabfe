using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where a range of addresses that is routed elsewhere starts.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MARC base.</remarks>
[Layout(64)]
public partial struct MemoryAccessRoutingBaseRegister
{
    /// <summary>The address of the first byte, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Base { readonly get; set; }
}
