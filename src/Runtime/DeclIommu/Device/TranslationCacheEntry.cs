using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>One cached translation.</summary>
/// <param name="DomainId">The domain ID that tags it.</param>
/// <param name="VirtualAddress">The first address of the page as the device sees it.</param>
/// <param name="PageSize">The size of the page in bytes.</param>
/// <param name="PhysicalAddress">The physical address of the page.</param>
/// <param name="Permissions">The permissions of all levels of the page table, ANDed; those of the device table entry come on top at each use.</param>
public readonly record struct TranslationCacheEntry(DomainId DomainId, ulong VirtualAddress, ulong PageSize, ulong PhysicalAddress, Permissions Permissions);
