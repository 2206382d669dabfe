namespace DeclIommu.Formats;

/// <summary>How many levels the host page table has.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, Mode.</remarks>
public enum PagingMode : byte
{
    /// <summary>No host table: guest physical addresses are system physical addresses; the entry's permissions still hold.</summary>
    NoTranslation = 0,

    /// <summary>One level: 21 bits of address.</summary>
    OneLevel = 1,

    /// <summary>Two levels: 30 bits of address.</summary>
    TwoLevels = 2,

    /// <summary>Three levels: 39 bits of address.</summary>
    ThreeLevels = 3,

    /// <summary>Four levels: 48 bits of address.</summary>
    FourLevels = 4,

    /// <summary>Five levels: 57 bits of address.</summary>
    FiveLevels = 5,

    /// <summary>Six levels: all 64 bits of address.</summary>
    SixLevels = 6,
}
