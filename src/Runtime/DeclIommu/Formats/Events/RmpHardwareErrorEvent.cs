using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>RMP_HW_ERROR: the reverse map table could not be read.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, RMP_HW_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(14)]
public partial struct RmpHardwareErrorEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>VMG tag: the guest concerned.</summary>
    [Bits(47, 32)]
    public partial ushort GuestTag { readonly get; set; }

    /// <summary>The flags of the access.</summary>
    [Bits(59, 48)]
    public partial ushort Flags { readonly get; set; }

    /// <summary>The system physical address of the access, its low three bits cleared.</summary>
    [Bits(127, 67), Scaled(3)]
    public partial ulong Address { readonly get; set; }
}
