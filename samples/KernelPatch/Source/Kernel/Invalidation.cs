namespace KernelPatch.Kernel;

/// <summary>A command that makes an IOMMU forget cached translations.</summary>
/// <param name="Kind">Whose cache is meant.</param>
/// <param name="Id">The domain ID, or for a device TLB the device ID.</param>
/// <param name="Address">The first address.</param>
/// <param name="Size">The length of the range in bytes.</param>
public readonly record struct Invalidation(InvalidationKind Kind, uint Id, ulong Address, ulong Size)
{
    /// <summary>INVALIDATE_IOMMU_PAGES for a range of a domain.</summary>
    public static Invalidation Pages(uint domainId, ulong address, ulong size) => new(InvalidationKind.Pages, domainId, address, size);

    /// <summary>INVALIDATE_IOMMU_PAGES for all of a domain.</summary>
    public static Invalidation AllPages(uint domainId) => Pages(domainId, 0, ulong.MaxValue);

    /// <summary>INVALIDATE_IOTLB_PAGES for a range in the TLB of a device.</summary>
    public static Invalidation DeviceTlb(uint deviceId, ulong address, ulong size) => new(InvalidationKind.DeviceTlb, deviceId, address, size);

    /// <summary>INVALIDATE_IOMMU_ALL.</summary>
    public static Invalidation Everything { get; } = new(InvalidationKind.Everything, 0, 0, ulong.MaxValue);
}
