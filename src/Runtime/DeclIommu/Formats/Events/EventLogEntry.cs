using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of the event log before its code is known.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log. The hardware may move the tail before the entry arrives: read again until the code is not zero.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[CommandSet(
    typeof(IllegalDeviceTableEntryEvent),
    typeof(IoPageFaultEvent),
    typeof(DeviceTableHardwareErrorEvent),
    typeof(PageTableHardwareErrorEvent),
    typeof(IllegalCommandEvent),
    typeof(CommandHardwareErrorEvent),
    typeof(IotlbInvalidationTimeoutEvent),
    typeof(InvalidDeviceRequestEvent),
    typeof(InvalidPageRequestEvent),
    typeof(EventCounterZeroEvent),
    typeof(GuestEventFaultEvent),
    typeof(VirtualIommuHardwareErrorEvent),
    typeof(RmpPageFaultEvent),
    typeof(RmpHardwareErrorEvent))]
public partial struct EventLogEntry
{
    /// <summary>Which event it is; 0 in an entry that the hardware has not written yet.</summary>
    [Bits(63, 60), Discriminator]
    public partial EventCode Code { readonly get; set; }
}
