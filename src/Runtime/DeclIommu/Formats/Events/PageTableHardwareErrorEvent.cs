using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>PAGE_TAB_HARDWARE_ERROR: a page table could not be read.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, PAGE_TAB_HARDWARE_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(4)]
public partial struct PageTableHardwareErrorEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>With GN clear the domain ID; with GN set the PASID, in two pieces [19:16] and [15:0].</summary>
    [Bits(19, 16, 47, 32)]
    public partial uint DomainIdOrPasid { readonly get; set; }

    /// <summary>GN: the address is guest virtual and a PASID is given.</summary>
    [Bit(48)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>I: the request was an interrupt.</summary>
    [Bit(51)]
    public partial bool IsInterrupt { readonly get; set; }

    /// <summary>RW: the request was a write.</summary>
    [Bit(53)]
    public partial bool IsWrite { readonly get; set; }

    /// <summary>TR: the request was a translation request.</summary>
    [Bit(56)]
    public partial bool IsTranslationRequest { readonly get; set; }

    /// <summary>How the access failed.</summary>
    [Bits(58, 57)]
    public partial HardwareErrorType ErrorType { readonly get; set; }

    /// <summary>The address of the access.</summary>
    [Bits(127, 64)]
    public partial ulong Address { readonly get; set; }
}
