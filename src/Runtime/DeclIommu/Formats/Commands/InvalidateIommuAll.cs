using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_IOMMU_ALL: drops everything that the IOMMU caches.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_IOMMU_ALL.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(8)]
[AvailableWhen(nameof(IommuCapabilities.InvalidateAll))]
public partial struct InvalidateIommuAll;
