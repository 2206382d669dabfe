using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The end of the exclusion range; with SNP, of the range that COMPLETION_WAIT may store to.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, exclusion range limit.</remarks>
[Layout(64)]
public partial struct ExclusionLimitRegister
{
    /// <summary>The address of the last page; the range includes all of its 4 KiB.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Limit { readonly get; set; }
}
