using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 8 bytes of an IVHD block before its type is known.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries.</remarks>
[Layout(64, Reserved = ReservedBits.Preserve)]
[CommandSet(
    typeof(IvhdPadding8),
    typeof(IvhdAliasSelect),
    typeof(IvhdAliasRangeStart),
    typeof(IvhdExtendedSelect),
    typeof(IvhdExtendedRangeStart),
    typeof(IvhdSpecialDevice))]
public partial struct IvhdDeviceEntry8
{
    /// <summary>Which entry it is.</summary>
    [Bits(7, 0), Discriminator]
    public partial IvhdDeviceEntryType Type { readonly get; set; }
}
