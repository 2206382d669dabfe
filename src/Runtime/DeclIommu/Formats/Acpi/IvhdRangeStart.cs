using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The settings of a range of devices and its first.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 03h.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
[Command(3)]
public partial struct IvhdRangeStart
{
    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }
}
