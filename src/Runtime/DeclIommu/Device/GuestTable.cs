using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>A guest page table met on a walk.</summary>
/// <param name="Address">Its system physical address.</param>
/// <param name="Level">Its level: 1 holds 4 KiB pages.</param>
/// <param name="Permissions">The permissions of all entries on the way to it, ANDed.</param>
/// <param name="Traits">Whether all of them allow accesses with user privilege, and whether the table can be written.</param>
internal readonly record struct GuestTable(ulong Address, int Level, Permissions Permissions, RegionTraits Traits);
