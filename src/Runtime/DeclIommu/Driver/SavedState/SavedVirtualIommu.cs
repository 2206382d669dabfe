using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A virtual IOMMU.</summary>
[Layout(96)]
internal partial struct SavedVirtualIommu : ISavedRecord<SavedVirtualIommu>
{
    static int ISavedRecord<SavedVirtualIommu>.Size => SizeInBytes;

    /// <summary>Which parent it is on.</summary>
    [Bits(31, 0)]
    public partial uint Parent { readonly get; set; }

    /// <summary>How many domain IDs it may hold.</summary>
    [Bits(63, 32)]
    public partial uint Quota { readonly get; set; }

    /// <summary>How many domain IDs are set aside for it, those that it holds included.</summary>
    [Bits(95, 64)]
    public partial uint Reserved { readonly get; set; }
}
