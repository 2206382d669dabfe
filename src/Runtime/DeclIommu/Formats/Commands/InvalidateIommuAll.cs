using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_IOMMU_ALL: drops everything that the IOMMU caches.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_IOMMU_ALL.</remarks>
[Layout(128)]
[Command(8)]
public partial struct InvalidateIommuAll;
