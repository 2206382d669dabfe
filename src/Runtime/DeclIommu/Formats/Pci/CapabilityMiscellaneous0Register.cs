using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Messages and address sizes.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block, miscellaneous information 0. QEMU has the virtual and the guest virtual size in each other's place.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
public partial struct CapabilityMiscellaneous0Register
{
    /// <summary>MsiNum: the message of events and completion waits.</summary>
    [Bits(4, 0), Access(Access.ReadOnly)]
    public partial byte EventMessage { readonly get; set; }

    /// <summary>GVASize: 2 is 48 bits.</summary>
    [Bits(7, 5), Access(Access.ReadOnly)]
    public partial byte GuestVirtualAddressSize { readonly get; set; }

    /// <summary>PASize: in bits.</summary>
    [Bits(14, 8), Access(Access.ReadOnly)]
    public partial byte PhysicalAddressSize { readonly get; set; }

    /// <summary>VASize: in bits.</summary>
    [Bits(21, 15), Access(Access.ReadOnly)]
    public partial byte VirtualAddressSize { readonly get; set; }

    /// <summary>HtAtsResv: translation answers for the HyperTransport range are reserved.</summary>
    [Bit(22), Access(Access.ReadOnly)]
    public partial bool HyperTransportAtsReserved { readonly get; set; }

    /// <summary>MsiNumPPR: the message of page requests.</summary>
    [Bits(31, 27), Access(Access.ReadOnly)]
    public partial byte PageRequestMessage { readonly get; set; }
}
