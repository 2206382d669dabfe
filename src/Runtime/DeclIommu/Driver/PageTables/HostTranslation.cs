using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>What a page table says of an address.</summary>
/// <param name="PhysicalAddress">The physical address that the address stands for.</param>
/// <param name="Permissions">What devices may do there.</param>
/// <param name="PageSize">The size in bytes of the page it lies in.</param>
public readonly record struct HostTranslation(ulong PhysicalAddress, Permissions Permissions, ulong PageSize);
