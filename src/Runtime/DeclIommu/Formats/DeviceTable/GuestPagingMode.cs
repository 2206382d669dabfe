using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>How many levels the guest page tables have.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, GuestPagingMode.</remarks>
public enum GuestPagingMode : byte
{
    /// <summary>Four levels.</summary>
    FourLevels = 0,

    /// <summary>Five levels.</summary>
    [AvailableWhen(nameof(IommuCapabilities.FiveLevelGuestTables))]
    FiveLevels = 1,
}
