using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The header of the I/O virtualisation reporting structure (IVRS).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, header.</remarks>
[Layout(384, Reserved = ReservedBits.Ignore)]
public partial struct IvrsHeader
{
    /// <summary>"IVRS".</summary>
    [Bits(31, 0), Constant(0x53525649)]
    public readonly partial uint Signature { get; }

    /// <summary>The length of the whole table in bytes.</summary>
    [Bits(63, 32)]
    public partial uint Length { readonly get; set; }

    /// <summary>1, or 2 where blocks of type 40h occur.</summary>
    [Bits(71, 64)]
    public partial byte Revision { readonly get; set; }

    /// <summary>Makes the sum of all bytes of the table zero.</summary>
    [Bits(79, 72)]
    public partial byte Checksum { readonly get; set; }

    /// <summary>Six characters, the first in the least significant byte.</summary>
    [Bits(127, 80)]
    public partial ulong OemId { readonly get; set; }

    /// <summary>Eight characters, the first in the least significant byte.</summary>
    [Bits(191, 128)]
    public partial ulong OemTableId { readonly get; set; }

    /// <summary>The revision of the vendor's table.</summary>
    [Bits(223, 192)]
    public partial uint OemRevision { readonly get; set; }

    /// <summary>Four characters, the first in the least significant byte.</summary>
    [Bits(255, 224)]
    public partial uint CreatorId { readonly get; set; }

    /// <summary>The revision of the tool that made the table.</summary>
    [Bits(287, 256)]
    public partial uint CreatorRevision { readonly get; set; }

    /// <summary>EFRSup: blocks describe the extended features.</summary>
    [Bit(288)]
    public partial bool ExtendedFeaturesSupported { readonly get; set; }

    /// <summary>The firmware remapped DMA before boot.</summary>
    [Bit(289)]
    public partial bool DmaRemapped { readonly get; set; }

    /// <summary>GVASize: 2 is 48 bits.</summary>
    [Bits(295, 293)]
    public partial byte GuestVirtualAddressSize { readonly get; set; }

    /// <summary>PASize: in bits.</summary>
    [Bits(302, 296)]
    public partial byte PhysicalAddressSize { readonly get; set; }

    /// <summary>VASize: in bits.</summary>
    [Bits(309, 303)]
    public partial byte VirtualAddressSize { readonly get; set; }

    /// <summary>HtAtsResv: translation answers for the HyperTransport range are reserved.</summary>
    [Bit(310)]
    public partial bool HyperTransportAtsReserved { readonly get; set; }
}
