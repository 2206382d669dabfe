using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An IOMMU, described with its extended features (IVHD types 11h and 40h).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD types 11h and 40h.</remarks>
[Layout(320, Reserved = ReservedBits.Ignore)]
public partial struct IvhdBlock11
{
    /// <summary>The type of the block: 11h or 40h.</summary>
    [Bits(7, 0)]
    public partial IvrsBlockType Type { readonly get; set; }

    /// <summary>HtTunEn: set the control bit of that name.</summary>
    [Bit(8)]
    public partial bool HyperTransportTunnel { readonly get; set; }

    /// <summary>PassPW: set the control bit of that name.</summary>
    [Bit(9)]
    public partial bool PassPostedWrite { readonly get; set; }

    /// <summary>ResPassPW: set the control bit of that name.</summary>
    [Bit(10)]
    public partial bool ResponsePassPostedWrite { readonly get; set; }

    /// <summary>Isoc: set the control bit of that name.</summary>
    [Bit(11)]
    public partial bool Isochronous { readonly get; set; }

    /// <summary>Iotlb: remote IOTLBs are supported.</summary>
    [Bit(12)]
    public partial bool IotlbSupported { readonly get; set; }

    /// <summary>Coherent: set the control bit of that name.</summary>
    [Bit(13)]
    public partial bool Coherent { readonly get; set; }

    /// <summary>The length of the block with its device entries in bytes.</summary>
    [Bits(31, 16)]
    public partial ushort Length { readonly get; set; }

    /// <summary>The IOMMU itself.</summary>
    [Bits(47, 32)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>Where its capability lies in its configuration space.</summary>
    [Bits(63, 48)]
    public partial ushort CapabilityOffset { readonly get; set; }

    /// <summary>The physical address of its registers.</summary>
    [Bits(127, 64)]
    public partial ulong BaseAddress { readonly get; set; }

    /// <summary>Its PCI segment.</summary>
    [Bits(143, 128)]
    public partial ushort Segment { readonly get; set; }

    /// <summary>MsiNum: the message of events.</summary>
    [Bits(148, 144)]
    public partial byte MsiNumber { readonly get; set; }

    /// <summary>UnitID: its HyperTransport unit.</summary>
    [Bits(156, 152)]
    public partial byte UnitId { readonly get; set; }

    /// <summary>HATDIS: host translation must not be used.</summary>
    [Bit(160)]
    public partial bool HostTranslationDisabled { readonly get; set; }

    /// <summary>PNCounters.</summary>
    [Bits(176, 173)]
    public partial byte CountersPerBank { readonly get; set; }

    /// <summary>PNBanks.</summary>
    [Bits(182, 177)]
    public partial byte CounterBanks { readonly get; set; }

    /// <summary>MsiNumPPR.</summary>
    [Bits(187, 183)]
    public partial byte PageRequestMsiNumber { readonly get; set; }

    /// <summary>The image of the extended feature register.</summary>
    [Bits(255, 192)]
    public partial ExtendedFeatureRegister ExtendedFeatures { readonly get; set; }

    /// <summary>The image of the second extended feature register.</summary>
    [Bits(319, 256)]
    public partial ExtendedFeature2Register ExtendedFeatures2 { readonly get; set; }
}
