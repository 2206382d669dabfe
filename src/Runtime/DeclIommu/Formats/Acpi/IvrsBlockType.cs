namespace DeclIommu.Formats;

/// <summary>What a block of the IVRS describes.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, blocks.</remarks>
public enum IvrsBlockType : byte
{
    /// <summary>An IOMMU, in the first form.</summary>
    Hardware10 = 16,

    /// <summary>An IOMMU, with its extended features.</summary>
    Hardware11 = 17,

    /// <summary>Memory, for all devices.</summary>
    MemoryAll = 32,

    /// <summary>Memory, for one device.</summary>
    MemoryDevice = 33,

    /// <summary>Memory, for a range of devices.</summary>
    MemoryRange = 34,

    /// <summary>An IOMMU, with its extended features and ACPI devices.</summary>
    Hardware40 = 64,
}
