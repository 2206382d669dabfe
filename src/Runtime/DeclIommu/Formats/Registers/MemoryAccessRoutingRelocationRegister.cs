using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where a range of addresses is routed to.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MARC relocation.</remarks>
[Layout(64)]
public partial struct MemoryAccessRoutingRelocationRegister
{
    /// <summary>RelocEn: the range holds.</summary>
    [Bit(0)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>ReadOnly: writes are refused.</summary>
    [Bit(1)]
    public partial bool IsReadOnly { readonly get; set; }

    /// <summary>The address that the range is moved to, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Address { readonly get; set; }
}
