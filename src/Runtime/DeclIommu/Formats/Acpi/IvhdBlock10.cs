using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An IOMMU, described in the first form (IVHD type 10h).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD type 10h.</remarks>
[Layout(192, Reserved = ReservedBits.Ignore)]
public partial struct IvhdBlock10
{
    /// <summary>The type of the block.</summary>
    [Bits(7, 0), Constant(0x10)]
    public readonly partial IvrsBlockType Type { get; }

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

    /// <summary>PreFSup: prefetch commands are supported.</summary>
    [Bit(14)]
    public partial bool PrefetchSupported { readonly get; set; }

    /// <summary>PPRSup: page requests are supported.</summary>
    [Bit(15)]
    public partial bool PageRequestsSupported { readonly get; set; }

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

    /// <summary>XTSup.</summary>
    [Bit(160)]
    public partial bool X2ApicSupported { readonly get; set; }

    /// <summary>NXSup.</summary>
    [Bit(161)]
    public partial bool NoExecuteSupported { readonly get; set; }

    /// <summary>GTSup.</summary>
    [Bit(162)]
    public partial bool GuestTranslationSupported { readonly get; set; }

    /// <summary>GLXSup.</summary>
    [Bits(164, 163), Exhaustive]
    public partial GuestCr3TableLevels GuestCr3TableLevels { readonly get; set; }

    /// <summary>IASup.</summary>
    [Bit(165)]
    public partial bool InvalidateAllSupported { readonly get; set; }

    /// <summary>GASup.</summary>
    [Bit(166)]
    public partial bool GuestVirtualApicSupported { readonly get; set; }

    /// <summary>HESup.</summary>
    [Bit(167)]
    public partial bool HardwareErrorRegistersSupported { readonly get; set; }

    /// <summary>PASMax: the number of bits of a PASID, less one.</summary>
    [Bits(172, 168)]
    public partial byte MaximumPasidBits { readonly get; set; }

    /// <summary>PNCounters.</summary>
    [Bits(176, 173)]
    public partial byte CountersPerBank { readonly get; set; }

    /// <summary>PNBanks.</summary>
    [Bits(182, 177)]
    public partial byte CounterBanks { readonly get; set; }

    /// <summary>MsiNumPPR.</summary>
    [Bits(187, 183)]
    public partial byte PageRequestMsiNumber { readonly get; set; }

    /// <summary>GATS.</summary>
    [Bits(189, 188), Exhaustive]
    public partial GuestPageTableLevels GuestPageTableLevels { readonly get; set; }

    /// <summary>HATS.</summary>
    [Bits(191, 190), Exhaustive]
    public partial HostPageTableLevels HostPageTableLevels { readonly get; set; }
}
