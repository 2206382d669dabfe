using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>IOTLB_INV_TIMEOUT: a device did not answer an invalidation in time.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, IOTLB_INV_TIMEOUT.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(7)]
public partial struct IotlbInvalidationTimeoutEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The system physical address of the command.</summary>
    [Bits(127, 68), Scaled(4)]
    public partial ulong Address { readonly get; set; }
}
