namespace DeclIommu.Formats;

/// <summary>What an event tells of.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log.</remarks>
public enum EventCode : byte
{
    /// <summary>ILLEGAL_DEV_TABLE_ENTRY.</summary>
    IllegalDeviceTableEntry = 1,

    /// <summary>IO_PAGE_FAULT.</summary>
    IoPageFault = 2,

    /// <summary>DEV_TAB_HARDWARE_ERROR.</summary>
    DeviceTableHardwareError = 3,

    /// <summary>PAGE_TAB_HARDWARE_ERROR.</summary>
    PageTableHardwareError = 4,

    /// <summary>ILLEGAL_COMMAND_ERROR.</summary>
    IllegalCommand = 5,

    /// <summary>COMMAND_HARDWARE_ERROR.</summary>
    CommandHardwareError = 6,

    /// <summary>IOTLB_INV_TIMEOUT.</summary>
    IotlbInvalidationTimeout = 7,

    /// <summary>INVALID_DEVICE_REQUEST.</summary>
    InvalidDeviceRequest = 8,

    /// <summary>INVALID_PPR_REQUEST.</summary>
    InvalidPageRequest = 9,

    /// <summary>EVENT_COUNTER_ZERO.</summary>
    EventCounterZero = 10,

    /// <summary>GUEST_EVENT_FAULT.</summary>
    GuestEventFault = 11,

    /// <summary>VIOMMU_HARDWARE_ERROR.</summary>
    VirtualIommuHardwareError = 12,

    /// <summary>RMP_PAGE_FAULT.</summary>
    RmpPageFault = 13,

    /// <summary>RMP_HW_ERROR.</summary>
    RmpHardwareError = 14,
}
