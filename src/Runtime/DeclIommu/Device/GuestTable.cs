using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>A guest page table met on a walk.</summary>
/// <param name="Address">Its system physical address.</param>
/// <param name="Level">Its level: 1 holds 4 KiB pages.</param>
/// <param name="Permissions">The permissions of all entries on the way to it, ANDed.</param>
/// <param name="Traits">Whether all of them allow accesses with user privilege, and whether the table can be written.</param>
internal record struct GuestTable(ulong Address, int Level, Permissions Permissions, RegionTraits Traits)
{
    /// <summary>What the entries on the way allow with user privilege, which devices have.</summary>
    internal readonly Permissions Allowed => Traits.Includes(RegionTraits.User) ? Permissions : Permissions.None;

    /// <summary>The table that an entry of this one leads to, before it is found where that lies; of a page, what the way to it allows.</summary>
    internal readonly GuestTable Below(GuestPageTableEntry entry) => new(
        0,
        Level - 1,
        entry.IsWritable ? Permissions : Permissions & Permissions.Read,
        entry.IsUser ? Traits : Traits & ~RegionTraits.User);
}
