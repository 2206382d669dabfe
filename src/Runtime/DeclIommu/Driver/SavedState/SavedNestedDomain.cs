using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A nested domain.</summary>
[Layout(320)]
internal partial struct SavedNestedDomain : ISavedRecord<SavedNestedDomain>
{
    static int ISavedRecord<SavedNestedDomain>.Size => SizeInBytes;

    /// <summary>The guest's device table entry.</summary>
    [Bits(255, 0)]
    public partial DeviceTableEntry GuestEntry { readonly get; set; }

    /// <summary>Which virtual IOMMU it belongs to.</summary>
    [Bits(287, 256)]
    public partial uint VirtualIommu { readonly get; set; }

    /// <summary>The domain ID of the host that stands for the guest's.</summary>
    [Bits(303, 288)]
    public partial ushort DomainId { readonly get; set; }
}
