using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What the IOMMU's PCI capability says it can do.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block, capability header.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
public partial struct CapabilityHeaderRegister
{
    /// <summary>0x0F: secure device.</summary>
    [Bits(7, 0), Access(Access.ReadOnly), Reset(0x0F)]
    public partial byte CapabilityId { readonly get; set; }

    /// <summary>The offset of the next capability.</summary>
    [Bits(15, 8), Access(Access.ReadOnly)]
    public partial byte NextCapability { readonly get; set; }

    /// <summary>3: an IOMMU.</summary>
    [Bits(18, 16), Access(Access.ReadOnly), Reset(3)]
    public partial byte CapabilityType { readonly get; set; }

    /// <summary>The revision of the capability.</summary>
    [Bits(23, 19), Access(Access.ReadOnly), Reset(1)]
    public partial byte Revision { readonly get; set; }

    /// <summary>IotlbSup: remote IOTLBs are supported.</summary>
    [Bit(24), Access(Access.ReadOnly)]
    public partial bool IotlbSupported { readonly get; set; }

    /// <summary>HtTunnel: the IOMMU sits in a HyperTransport tunnel.</summary>
    [Bit(25), Access(Access.ReadOnly)]
    public partial bool HyperTransportTunnel { readonly get; set; }

    /// <summary>NpCache: entries that are not present are cached, so that mapping needs a flush too.</summary>
    [Bit(26), Access(Access.ReadOnly)]
    public partial bool NotPresentCached { readonly get; set; }

    /// <summary>EFRSup: the extended feature register exists.</summary>
    [Bit(27), Access(Access.ReadOnly)]
    public partial bool ExtendedFeaturesSupported { readonly get; set; }

    /// <summary>CapExt: the second miscellaneous register exists.</summary>
    [Bit(28), Access(Access.ReadOnly)]
    public partial bool CapabilityExtended { readonly get; set; }
}
