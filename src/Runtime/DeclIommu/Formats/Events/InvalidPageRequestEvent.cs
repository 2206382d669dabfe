using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALID_PPR_REQUEST: a device sent a page request that it may not send.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, INVALID_PPR_REQUEST.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(9)]
public partial struct InvalidPageRequestEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The process address space, in two pieces [19:16] and [15:0].</summary>
    [Bits(45, 42, 31, 16)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>The tag of the request.</summary>
    [Bits(41, 32)]
    public partial ushort Tag { readonly get; set; }

    /// <summary>The flags of the request, as the page request log carries them.</summary>
    [Bits(59, 48)]
    public partial ushort Flags { readonly get; set; }

    /// <summary>The address of the request, as the device gave it.</summary>
    [Bits(127, 64)]
    public partial ulong Address { readonly get; set; }
}
