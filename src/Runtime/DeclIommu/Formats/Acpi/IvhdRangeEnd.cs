using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The last device of a range.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 04h.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
[Command(4)]
public partial struct IvhdRangeEnd
{
    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }
}
