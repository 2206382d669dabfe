using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A device that a guest knows.</summary>
[Layout(96)]
internal partial struct SavedVirtualDevice : ISavedRecord<SavedVirtualDevice>
{
    static int ISavedRecord<SavedVirtualDevice>.Size => SizeInBytes;

    /// <summary>Whose guest.</summary>
    [Bits(31, 0)]
    public partial uint VirtualIommu { readonly get; set; }

    /// <summary>Which device.</summary>
    [Bits(63, 32)]
    public partial uint Endpoint { readonly get; set; }

    /// <summary>The ID by which the guest knows it.</summary>
    [Bits(79, 64)]
    public partial ushort GuestDevice { readonly get; set; }
}
