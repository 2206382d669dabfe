namespace DeclIommu.Formats;

/// <summary>How an interrupt is delivered.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, IntType.</remarks>
public enum InterruptType : byte
{
    /// <summary>Fixed.</summary>
    Fixed = 0,

    /// <summary>To the destination of the lowest priority.</summary>
    Arbitrated = 1,

    /// <summary>SMI.</summary>
    SystemManagement = 2,

    /// <summary>NMI.</summary>
    NonMaskable = 3,

    /// <summary>INIT.</summary>
    Init = 4,

    /// <summary>ExtINT.</summary>
    External = 7,
}
