using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The settings of one device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 02h.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
[Command(2)]
public partial struct IvhdSelect
{
    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }
}
