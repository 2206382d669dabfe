using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>What a guest page table says of an address.</summary>
/// <param name="Target">The address it stands for: a guest physical one under a parent, else a system physical one.</param>
/// <param name="Permissions">What devices may do there.</param>
/// <param name="PageSize">The size of the page in bytes.</param>
public readonly record struct GuestTranslation(ulong Target, Permissions Permissions, ulong PageSize);
