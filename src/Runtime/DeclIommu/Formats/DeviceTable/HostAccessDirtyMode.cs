using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Which of the accessed and dirty bits the IOMMU sets in host page tables.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, HAD.</remarks>
public enum HostAccessDirtyMode : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The accessed bit.</summary>
    [AvailableWhen(nameof(IommuCapabilities.HostAccessed))]
    Accessed = 1,

    /// <summary>Both.</summary>
    [AvailableWhen(nameof(IommuCapabilities.HostDirty))]
    AccessedAndDirty = 3,
}
