namespace DeclIommu.Formats;

/// <summary>What a special device is.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type 48h.</remarks>
public enum IvhdSpecialDeviceVariety : byte
{
    /// <summary>An I/O APIC.</summary>
    IoApic = 1,

    /// <summary>A high precision event timer (HPET).</summary>
    EventTimer = 2,
}
