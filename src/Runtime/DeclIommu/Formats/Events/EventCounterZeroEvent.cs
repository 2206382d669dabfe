using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>EVENT_COUNTER_ZERO: an event counter has reached zero.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, EVENT_COUNTER_ZERO.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(10)]
public partial struct EventCounterZeroEvent
{
    /// <summary>The note of the counter, in two pieces [51:32] and [31:0].</summary>
    [Bits(83, 64, 127, 96)]
    public partial ulong CounterNote { readonly get; set; }
}
