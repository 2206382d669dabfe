using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>DEV_TAB_HARDWARE_ERROR: the device table could not be read.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, DEV_TAB_HARDWARE_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(3)]
public partial struct DeviceTableHardwareErrorEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

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

    /// <summary>The system physical address of the access, its low four bits cleared.</summary>
    [Bits(127, 68), Scaled(4)]
    public partial ulong Address { readonly get; set; }
}
