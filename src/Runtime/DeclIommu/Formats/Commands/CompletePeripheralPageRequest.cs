using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>COMPLETE_PPR_REQUEST: answers a peripheral page request.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, COMPLETE_PPR_REQUEST.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(7)]
[AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
public partial struct CompletePeripheralPageRequest
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The process address space, if GN is set.</summary>
    [Bits(51, 32)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>GN: the address is guest virtual and the PASID counts.</summary>
    [Bit(66)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>The tag of the request, as the log carries it: 10 bits, of which Linux uses 9.</summary>
    [Bits(105, 96)]
    public partial ushort Tag { readonly get; set; }

    /// <summary>The answer.</summary>
    [Bits(111, 108)]
    public partial PageRequestResponse Response { readonly get; set; }
}
