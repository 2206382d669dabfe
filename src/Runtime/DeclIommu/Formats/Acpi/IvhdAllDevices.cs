using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The settings of all devices.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 01h.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
[Command(1)]
public partial struct IvhdAllDevices
{
    /// <summary>What the device table entries get.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }
}
