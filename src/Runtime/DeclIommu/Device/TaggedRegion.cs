using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>What a <see cref="DomainTaggedTable"/> holds: a power-of-two piece of a domain's address space, and where it leads.</summary>
/// <param name="Domain">The domain ID that tags the region.</param>
/// <param name="VirtualBase">The first address of the region, a multiple of its size.</param>
/// <param name="Size">The size in bytes, a power of two of at least 4096.</param>
/// <param name="PhysicalBase">The physical address: of the page, or of the next table.</param>
/// <param name="Permissions">The permissions of every level on the way, ANDed.</param>
internal readonly record struct TaggedRegion(DomainId Domain, ulong VirtualBase, ulong Size, ulong PhysicalBase, Permissions Permissions)
{
    /// <summary>What else is kept of the region.</summary>
    internal RegionTraits Traits { get; init; }
}
