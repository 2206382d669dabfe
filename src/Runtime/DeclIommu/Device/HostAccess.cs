using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>What a walk of a host page table is for, and which bits it leaves behind.</summary>
/// <param name="Wanted">What is to be done at the address.</param>
/// <param name="Granted">What may be done if the tables allow it: a page is not made dirty by a write that fails elsewhere.</param>
/// <param name="SetsAccessed">Whether accessed bits are set.</param>
/// <param name="SetsDirty">Whether the dirty bit of a page is set that is written.</param>
internal readonly record struct HostAccess(Permissions Wanted, Permissions Granted, bool SetsAccessed, bool SetsDirty)
{
    /// <summary>Whether any bits are set.</summary>
    internal bool SetsBits => SetsAccessed || SetsDirty;
}
