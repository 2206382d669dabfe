namespace DeclIommu.Formats;

/// <summary>The largest number of levels of a host page table.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, extended features, HATS.</remarks>
public enum HostPageTableLevels : byte
{
    /// <summary>Four levels.</summary>
    Four = 0,

    /// <summary>Five levels.</summary>
    Five = 1,

    /// <summary>Six levels.</summary>
    Six = 2,

    /// <summary>No host translation at all.</summary>
    NoTranslation = 3,
}
