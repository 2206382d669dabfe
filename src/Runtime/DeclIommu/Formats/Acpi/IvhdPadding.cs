using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Nothing.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 00h.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
[Command(0)]
public partial struct IvhdPadding;
