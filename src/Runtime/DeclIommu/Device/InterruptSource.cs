namespace DeclIommu.Device;

/// <summary>Why an IOMMU interrupts.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupts and the status register.</remarks>
public enum InterruptSource
{
    /// <summary>An event was logged, or the event log overflowed.</summary>
    EventLog,

    /// <summary>A COMPLETION_WAIT command that asks for an interrupt was executed.</summary>
    CompletionWait,
}
