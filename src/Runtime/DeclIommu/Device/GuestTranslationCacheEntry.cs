using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>One cached guest translation.</summary>
/// <param name="DomainId">The domain ID that tags it.</param>
/// <param name="Pasid">The process address space that tags it.</param>
/// <param name="VirtualAddress">The first address of the page as the device sees it.</param>
/// <param name="PageSize">The size in bytes of what guest and host translate alike: the smaller of their pages.</param>
/// <param name="PhysicalAddress">The system physical address of the page.</param>
/// <param name="Permissions">The permissions of all levels of both page tables, ANDed; those of the device table entry come on top at each use.</param>
public readonly record struct GuestTranslationCacheEntry(
    DomainId DomainId, Pasid Pasid, ulong VirtualAddress, ulong PageSize, ulong PhysicalAddress, Permissions Permissions);
