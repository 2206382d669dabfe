using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Nothing, in 8 bytes.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 40h.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
[Command(0x40)]
public partial struct IvhdPadding8;
