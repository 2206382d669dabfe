using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The second word of a slot of a <see cref="DomainTaggedTable"/>: whose region it is, and where it leads.</summary>
[Layout(64)]
internal partial struct CachedTarget
{
    /// <summary>The permissions of every level, ANDed.</summary>
    [Bits(1, 0)]
    public partial Permissions Permissions { readonly get; set; }

    /// <summary>What else is known of the region.</summary>
    [Bits(8, 6)]
    public partial RegionTraits Traits { readonly get; set; }

    /// <summary>The physical address: of the page, or of the next table.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong PhysicalBase { readonly get; set; }

    /// <summary>The domain, in the bits that the address leaves free.</summary>
    [Bits(63, 52, 5, 2)]
    public partial DomainId DomainId { readonly get; set; }
}
