namespace DeclIommu.Formats;

/// <summary>What was wrong with a request of a device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, INVALID_DEVICE_REQUEST, Type. The names follow public models; the code is kept as it is.</remarks>
public enum InvalidRequestType : byte
{
    /// <summary>A read or non-posted write in the interrupt address range.</summary>
    ReadInInterruptRange = 0,

    /// <summary>A pretranslated request of a device that may not send any.</summary>
    PretranslatedByUntrusted = 1,

    /// <summary>Port I/O that the device table entry aborts.</summary>
    PortIoWithoutTranslation = 2,

    /// <summary>A system management request that the device table entry aborts.</summary>
    SystemManagement = 3,

    /// <summary>A request in the interrupt range that the device table entry aborts.</summary>
    InterruptInReservedRange = 4,

    /// <summary>A posted write in the system management range that is blocked.</summary>
    SystemManagementBlocked = 5,
}
