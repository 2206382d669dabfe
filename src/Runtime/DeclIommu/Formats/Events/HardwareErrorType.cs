namespace DeclIommu.Formats;

/// <summary>How a memory access of the IOMMU failed.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, Type.</remarks>
public enum HardwareErrorType : byte
{
    /// <summary>Master abort.</summary>
    MasterAbort = 1,

    /// <summary>Target abort.</summary>
    TargetAbort = 2,

    /// <summary>Data error.</summary>
    DataError = 3,
}
