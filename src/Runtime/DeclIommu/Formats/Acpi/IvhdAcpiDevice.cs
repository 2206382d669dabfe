using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The fixed part of the entry of a device with a name in the ACPI namespace; its unique ID follows.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type F0h.</remarks>
[Layout(176)]
public partial struct IvhdAcpiDevice
{
    /// <summary>The type of the entry.</summary>
    [Bits(7, 0), Constant(0xF0)]
    public readonly partial IvhdDeviceEntryType Type { get; }

    /// <summary>The device.</summary>
    [Bits(23, 8)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>What its device table entry gets.</summary>
    [Bits(31, 24)]
    public partial IvhdDeviceSettings Settings { readonly get; set; }

    /// <summary>Eight characters, the first in the least significant byte.</summary>
    [Bits(95, 32)]
    public partial ulong HardwareId { readonly get; set; }

    /// <summary>Eight characters, the first in the least significant byte.</summary>
    [Bits(159, 96)]
    public partial ulong CompatibleId { readonly get; set; }

    /// <summary>The form of the unique ID.</summary>
    [Bits(167, 160)]
    public partial IvhdUniqueIdFormat UniqueIdFormat { readonly get; set; }

    /// <summary>The length of the unique ID in bytes.</summary>
    [Bits(175, 168)]
    public partial byte UniqueIdLength { readonly get; set; }
}
