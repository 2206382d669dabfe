using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The settings of a range of devices that use the ID of another, and its first.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 43h.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
[Command(0x43)]
public partial struct IvhdAliasRangeStart
{
    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }

    /// <summary>The device whose ID the requests carry.</summary>
    [Bits(55, 40)]
    public partial DeviceId SourceDeviceId { readonly get; set; }
}
