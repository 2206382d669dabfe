using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The devices behind the IOMMU.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block, range.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
public partial struct CapabilityRangeRegister
{
    /// <summary>UnitID: its HyperTransport unit.</summary>
    [Bits(4, 0), Access(Access.ReadOnly)]
    public partial byte UnitId { readonly get; set; }

    /// <summary>RngValid: the other fields hold.</summary>
    [Bit(7), Access(Access.ReadOnly)]
    public partial bool IsValid { readonly get; set; }

    /// <summary>BusNumber: the bus.</summary>
    [Bits(15, 8), Access(Access.ReadOnly)]
    public partial byte Bus { readonly get; set; }

    /// <summary>FirstDevice: device and function of the first.</summary>
    [Bits(23, 16), Access(Access.ReadOnly)]
    public partial byte FirstDevice { readonly get; set; }

    /// <summary>LastDevice: device and function of the last.</summary>
    [Bits(31, 24), Access(Access.ReadOnly)]
    public partial byte LastDevice { readonly get; set; }
}
