using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A device that is none of PCI: an I/O APIC or an event timer.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 48h.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
[Command(0x48)]
public partial struct IvhdSpecialDevice
{
    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }

    /// <summary>The ID of the I/O APIC or the number of the timer.</summary>
    [Bits(39, 32)]
    public partial byte Handle { readonly get; set; }

    /// <summary>The device whose ID the requests carry.</summary>
    [Bits(55, 40)]
    public partial DeviceId SourceDeviceId { readonly get; set; }

    /// <summary>What it is.</summary>
    [Bits(63, 56)]
    public partial IvhdSpecialDeviceVariety Variety { readonly get; set; }
}
