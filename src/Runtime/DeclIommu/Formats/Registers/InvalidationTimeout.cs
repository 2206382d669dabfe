namespace DeclIommu.Formats;

/// <summary>How long the IOMMU waits for the answer to an invalidation sent to a device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, IOMMU control, InvTimeOut.</remarks>
public enum InvalidationTimeout : byte
{
    /// <summary>For ever.</summary>
    None = 0,

    /// <summary>1 ms.</summary>
    OneMillisecond = 1,

    /// <summary>10 ms.</summary>
    TenMilliseconds = 2,

    /// <summary>100 ms.</summary>
    HundredMilliseconds = 3,

    /// <summary>1 s.</summary>
    OneSecond = 4,

    /// <summary>10 s.</summary>
    TenSeconds = 5,

    /// <summary>100 s.</summary>
    HundredSeconds = 6,
}
