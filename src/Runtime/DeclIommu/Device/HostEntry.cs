using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>An entry of a host page table that a walk has come to.</summary>
/// <param name="Address">The physical address of the entry.</param>
/// <param name="Content">The entry, as it was read.</param>
/// <param name="Level">The level of the table that it lies in.</param>
/// <param name="Permissions">The permissions of all entries read on the way, this one among them, ANDed.</param>
internal readonly record struct HostEntry(ulong Address, HostPageTableEntry Content, int Level, Permissions Permissions);
