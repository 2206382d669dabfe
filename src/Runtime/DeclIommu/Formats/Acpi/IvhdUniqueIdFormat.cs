namespace DeclIommu.Formats;

/// <summary>What form the unique ID of a named device has.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, type F0h.</remarks>
public enum IvhdUniqueIdFormat : byte
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>An integer of 8 bytes.</summary>
    Integer = 1,

    /// <summary>Text.</summary>
    Text = 2,
}
