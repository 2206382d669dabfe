using DeclIommu.Layouts;

namespace DeclIommu.Device;

/// <summary>The first word of a slot of a <see cref="DomainTaggedTable"/>: which region it holds. Zero is a slot never used.</summary>
[Layout(64)]
internal partial struct CachedKey
{
    /// <summary>The slot holds a region.</summary>
    [Bit(0)]
    public partial bool IsLive { readonly get; set; }

    /// <summary>The slot held a region, and searches go on past it.</summary>
    [Bit(1)]
    public partial bool IsRemoved { readonly get; set; }

    /// <summary>The logarithm to base 2 of the size.</summary>
    [Bits(7, 2)]
    public partial byte SizeClass { readonly get; set; }

    /// <summary>The first address of the region.</summary>
    [Bits(63, 12), Scaled(12)]
    public partial ulong VirtualBase { readonly get; set; }
}
