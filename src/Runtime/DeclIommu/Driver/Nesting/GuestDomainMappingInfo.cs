namespace DeclIommu.Driver;

/// <summary>One line of a virtual IOMMU's table of domain IDs.</summary>
/// <param name="GuestDomainId">The guest's domain ID, any 16-bit value, 0 included.</param>
/// <param name="HostDomainId">The domain ID of the host that stands for it.</param>
/// <param name="Users">How many nested domains use it, at least 1.</param>
public readonly record struct GuestDomainMappingInfo(ushort GuestDomainId, HostDomainId HostDomainId, int Users);
