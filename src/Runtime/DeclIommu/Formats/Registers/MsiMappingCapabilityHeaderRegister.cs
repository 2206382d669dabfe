using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The mirror of the HyperTransport MSI mapping capability header.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI mapping capability header.</remarks>
[Layout(32)]
public partial struct MsiMappingCapabilityHeaderRegister
{
    /// <summary>0x08.</summary>
    [Bits(7, 0), Access(Access.ReadOnly), Reset(0x08)]
    public partial byte CapabilityId { readonly get; set; }

    /// <summary>The offset of the next capability.</summary>
    [Bits(15, 8), Access(Access.ReadOnly)]
    public partial byte NextCapability { readonly get; set; }

    /// <summary>MsiMapEn: mapping is on.</summary>
    [Bit(16), Access(Access.ReadOnly), Reset(1)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>MsiMapFixd: the range cannot be moved.</summary>
    [Bit(17), Access(Access.ReadOnly), Reset(1)]
    public partial bool IsFixed { readonly get; set; }

    /// <summary>0x15.</summary>
    [Bits(31, 27), Access(Access.ReadOnly), Reset(0x15)]
    public partial byte CapabilityType { readonly get; set; }
}
