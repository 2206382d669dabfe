using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>RMP_PAGE_FAULT: the reverse map table refused an access.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, RMP_PAGE_FAULT.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(13)]
public partial struct RmpPageFaultEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The flags of the reverse map check.</summary>
    [Bits(23, 16)]
    public partial byte RmpFlags { readonly get; set; }

    /// <summary>VMG tag: the guest concerned.</summary>
    [Bits(47, 32)]
    public partial ushort GuestTag { readonly get; set; }

    /// <summary>The flags of the request, as an I/O page fault has them.</summary>
    [Bits(59, 48)]
    public partial ushort Flags { readonly get; set; }

    /// <summary>The guest physical address of the access.</summary>
    [Bits(127, 64)]
    public partial ulong Address { readonly get; set; }
}
