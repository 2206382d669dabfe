using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The settings of a range of devices, with extended settings, and its first.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 47h. Linux reads the ATS bit at 28 of the extended setting; ACPICA and FreeBSD at 31, which stands here.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
[Command(0x47)]
public partial struct IvhdExtendedRangeStart
{
    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }

    /// <summary>The device must not use address translation services.</summary>
    [Bit(63)]
    public partial bool AtsDisabled { readonly get; set; }
}
