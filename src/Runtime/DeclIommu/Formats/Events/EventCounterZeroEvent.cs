using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>EVENT_COUNTER_ZERO: an event counter has reached zero.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, EVENT_COUNTER_ZERO.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(10)]
public partial struct EventCounterZeroEvent
{
    /// <summary>The upper part of the note of the counter.</summary>
    [Bits(83, 64)]
    public partial uint CounterNoteHigh { readonly get; set; }

    /// <summary>The lower part of the note of the counter.</summary>
    [Bits(127, 96)]
    public partial uint CounterNoteLow { readonly get; set; }
}
