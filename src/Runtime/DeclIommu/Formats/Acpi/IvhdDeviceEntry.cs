using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 4 bytes of an IVHD block before its type is known.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries.</remarks>
[Layout(32, Reserved = ReservedBits.Preserve)]
[CommandSet(
    typeof(IvhdPadding),
    typeof(IvhdAllDevices),
    typeof(IvhdSelect),
    typeof(IvhdRangeStart),
    typeof(IvhdRangeEnd))]
public partial struct IvhdDeviceEntry
{
    /// <summary>Which entry it is.</summary>
    [Bits(7, 0), Discriminator]
    public partial IvhdDeviceEntryType Type { readonly get; set; }
}
