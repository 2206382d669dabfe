namespace DeclIommu.Formats;

/// <summary>What a command asks of the IOMMU.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands.</remarks>
public enum CommandOpcode : byte
{
    /// <summary>COMPLETION_WAIT.</summary>
    CompletionWait = 1,

    /// <summary>INVALIDATE_DEVTAB_ENTRY.</summary>
    InvalidateDeviceTableEntry = 2,

    /// <summary>INVALIDATE_IOMMU_PAGES.</summary>
    InvalidateIommuPages = 3,

    /// <summary>INVALIDATE_IOTLB_PAGES.</summary>
    InvalidateIotlbPages = 4,

    /// <summary>INVALIDATE_INTERRUPT_TABLE.</summary>
    InvalidateInterruptTable = 5,

    /// <summary>PREFETCH_IOMMU_PAGES.</summary>
    PrefetchIommuPages = 6,

    /// <summary>COMPLETE_PPR_REQUEST.</summary>
    CompletePeripheralPageRequest = 7,

    /// <summary>INVALIDATE_IOMMU_ALL.</summary>
    InvalidateIommuAll = 8,

    /// <summary>INSERT_GUEST_EVENT.</summary>
    InsertGuestEvent = 9,

    /// <summary>RESET_VMMIO.</summary>
    ResetVirtualMmio = 10,
}
