using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A domain ID that units had not confirmed to have forgotten.</summary>
[Layout(128)]
internal partial struct SavedQuarantine : ISavedRecord<SavedQuarantine>
{
    static int ISavedRecord<SavedQuarantine>.Size => SizeInBytes;

    /// <summary>The ID.</summary>
    [Bits(15, 0)]
    public partial ushort DomainId { readonly get; set; }

    /// <summary>One more than which virtual IOMMU it is charged to; 0 for none.</summary>
    [Bits(63, 32)]
    public partial uint VirtualIommu { readonly get; set; }

    /// <summary>Those units.</summary>
    [Bits(127, 64)]
    public partial ulong Units { readonly get; set; }
}
