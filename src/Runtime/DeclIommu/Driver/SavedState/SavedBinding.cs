using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A PASID that a guest page table is bound to.</summary>
[Layout(96)]
internal partial struct SavedBinding : ISavedRecord<SavedBinding>
{
    static int ISavedRecord<SavedBinding>.Size => SizeInBytes;

    /// <summary>Of which domain.</summary>
    [Bits(31, 0)]
    public partial uint PasidDomain { readonly get; set; }

    /// <summary>Which table.</summary>
    [Bits(63, 32)]
    public partial uint GuestPageTable { readonly get; set; }

    /// <summary>The PASID.</summary>
    [Bits(83, 64)]
    public partial Pasid Pasid { readonly get; set; }
}
