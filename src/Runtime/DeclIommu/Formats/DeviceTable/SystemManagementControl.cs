namespace DeclIommu.Formats;

/// <summary>What becomes of requests to the system management range.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, SysMgt.</remarks>
public enum SystemManagementControl : byte
{
    /// <summary>Target abort.</summary>
    Abort = 0,

    /// <summary>Posted messages are forwarded, the rest aborted.</summary>
    ForwardMessages = 1,

    /// <summary>Requests in the interrupt range are forwarded too.</summary>
    ForwardInterrupts = 2,

    /// <summary>Translated as memory requests.</summary>
    Translate = 3,
}
