using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>ILLEGAL_DEV_TABLE_ENTRY: a device table entry has an illegal value.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, ILLEGAL_DEV_TABLE_ENTRY.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(1)]
public partial struct IllegalDeviceTableEntryEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The process address space, in two pieces [19:16] and [15:0].</summary>
    [Bits(19, 16, 47, 32)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>VNR: with hardware virtualisation, the guest was not ready.</summary>
    [Bit(27)]
    public partial bool VirtualNotReady { readonly get; set; }

    /// <summary>VEvent: with hardware virtualisation, an event could not be delivered.</summary>
    [Bit(29)]
    public partial bool VirtualEvent { readonly get; set; }

    /// <summary>VPtr: with hardware virtualisation, a ring pointer was wrong.</summary>
    [Bit(30)]
    public partial bool VirtualPointer { readonly get; set; }

    /// <summary>VCmd: with hardware virtualisation, a command was wrong.</summary>
    [Bit(31)]
    public partial bool VirtualCommand { readonly get; set; }

    /// <summary>GN: the address is guest virtual and a PASID is given.</summary>
    [Bit(48)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>I: the request was an interrupt.</summary>
    [Bit(51)]
    public partial bool IsInterrupt { readonly get; set; }

    /// <summary>RW: the request was a write.</summary>
    [Bit(53)]
    public partial bool IsWrite { readonly get; set; }

    /// <summary>RZ: a reserved bit was set or a level illegal.</summary>
    [Bit(55)]
    public partial bool ReservedBitSet { readonly get; set; }

    /// <summary>TR: the request was a translation request.</summary>
    [Bit(56)]
    public partial bool IsTranslationRequest { readonly get; set; }

    /// <summary>The address of the request, its low two bits cleared.</summary>
    [Bits(127, 66), Scaled(2)]
    public partial ulong Address { readonly get; set; }
}
