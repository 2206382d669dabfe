namespace DeclIommu.Device;

/// <summary>What became of a request of a device.</summary>
/// <remarks>All but the first two are faults; the specification's event stands with each.</remarks>
public enum DmaOutcome
{
    /// <summary>Translated by a page table, or by a paging mode without one.</summary>
    Translated,

    /// <summary>Passed untranslated: the IOMMU is off, or the device table entry is not valid (V = 0).</summary>
    PassedThrough,

    /// <summary>No page is mapped there (IO_PAGE_FAULT, PR = 0).</summary>
    NotPresent,

    /// <summary>The page does not allow the access (IO_PAGE_FAULT, PR = 1, PE = 1).</summary>
    PermissionDenied,

    /// <summary>A page table entry has a reserved bit set or names an impossible level or size (IO_PAGE_FAULT, PR = 1, RZ = 1).</summary>
    IllegalPageTableEntry,

    /// <summary>The address has bits above the range of the paging mode, or in a level that the tables skip, or is not canonical (IO_PAGE_FAULT, PR = 0).</summary>
    AddressOutOfRange,

    /// <summary>The device table entry blocks the device: V = 1 and TV = 0 (IO_PAGE_FAULT, PR = 0).</summary>
    Blocked,

    /// <summary>The device table entry breaks the specification, or lies beyond the device table (ILLEGAL_DEV_TABLE_ENTRY).</summary>
    IllegalDeviceTableEntry,

    /// <summary>The request has a PASID, but the device table entry has no guest translation (GV = 0) or no room for that PASID (INVALID_DEVICE_REQUEST).</summary>
    InvalidPasid,

    /// <summary>No memory backs the device table entry (DEV_TAB_HARDWARE_ERROR).</summary>
    DeviceTableUnreadable,

    /// <summary>No memory backs a page table (PAGE_TAB_HARDWARE_ERROR).</summary>
    PageTableUnreadable,

    /// <summary>Translated, but no memory backs the physical address; the IOMMU logs nothing.</summary>
    MemoryNotBacked,
}
