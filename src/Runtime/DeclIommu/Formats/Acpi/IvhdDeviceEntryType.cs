namespace DeclIommu.Formats;

/// <summary>What an entry of an IVHD block describes.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries. The length of an entry of a type below 80h is 4, 8, 16 or 32 bytes by its upper two bits.</remarks>
public enum IvhdDeviceEntryType : byte
{
    /// <summary>Nothing.</summary>
    Padding = 0,

    /// <summary>The settings of all devices.</summary>
    AllDevices = 1,

    /// <summary>The settings of one device.</summary>
    Select = 2,

    /// <summary>The settings of a range of devices and its first.</summary>
    RangeStart = 3,

    /// <summary>The last device of a range.</summary>
    RangeEnd = 4,

    /// <summary>Nothing, in 8 bytes.</summary>
    Padding8 = 0x40,

    /// <summary>The settings of one device that uses the ID of another.</summary>
    AliasSelect = 0x42,

    /// <summary>The settings of a range of devices that use the ID of another, and its first.</summary>
    AliasRangeStart = 0x43,

    /// <summary>The settings of one device, with extended settings.</summary>
    ExtendedSelect = 0x46,

    /// <summary>The settings of a range of devices, with extended settings, and its first.</summary>
    ExtendedRangeStart = 0x47,

    /// <summary>A device that is none of PCI: an I/O APIC or an event timer.</summary>
    SpecialDevice = 0x48,

    /// <summary>A device with a name in the ACPI namespace.</summary>
    AcpiHid = 0xF0,
}
