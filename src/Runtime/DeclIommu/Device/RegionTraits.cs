namespace DeclIommu.Device;

/// <summary>What else is cached with a region.</summary>
[Flags]
internal enum RegionTraits : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Of a page: a write walks the tables anew, to set a dirty bit.</summary>
    DefersDirty = 1,

    /// <summary>Of a guest page table: every entry on the way to it allows accesses with user privilege.</summary>
    User = 2,

    /// <summary>Of a guest page table: the host lets it be written, as accessed and dirty bits need.</summary>
    Writable = 4,
}
