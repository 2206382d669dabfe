using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>VIOMMU_HARDWARE_ERROR: a table of the hardware-virtualised IOMMU could not be read.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, VIOMMU_HARDWARE_ERROR. Its fields are not publicly described; name and code are unverified.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(12)]
public partial struct VirtualIommuHardwareErrorEvent;
