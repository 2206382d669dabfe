using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>GUEST_EVENT_FAULT: an event for a guest could not be delivered.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, GUEST_EVENT_FAULT. Its fields are not publicly described; name and code are unverified.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(11)]
public partial struct GuestEventFaultEvent;
