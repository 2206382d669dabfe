using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALID_DEVICE_REQUEST: a device sent a request that it may not send.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, INVALID_DEVICE_REQUEST.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(8)]
public partial struct InvalidDeviceRequestEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The process address space, in two pieces [19:16] and [15:0].</summary>
    [Bits(19, 16, 47, 32)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>GN: the address is guest virtual and a PASID is given.</summary>
    [Bit(48)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>US: the request had user privilege.</summary>
    [Bit(49)]
    public partial bool IsUser { readonly get; set; }

    /// <summary>TR: the request was a translation request.</summary>
    [Bit(56)]
    public partial bool IsTranslationRequest { readonly get; set; }

    /// <summary>Type: what was wrong; the values are not publicly described.</summary>
    [Bits(59, 57)]
    public partial byte RequestType { readonly get; set; }

    /// <summary>The address of the request, as the device gave it.</summary>
    [Bits(127, 64)]
    public partial ulong Address { readonly get; set; }
}
