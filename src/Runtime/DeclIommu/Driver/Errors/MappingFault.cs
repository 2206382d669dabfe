namespace DeclIommu.Driver;

/// <summary>Why a range cannot be mapped, unmapped or changed.</summary>
public enum MappingFault
{
    /// <summary>An address or length is not a multiple of 4096, or the length is 0.</summary>
    Unaligned,

    /// <summary>The range passes the highest address that the units translate, or that a page table entry can hold.</summary>
    OutOfRange,

    /// <summary>Part of the range is mapped already.</summary>
    Overlap,

    /// <summary>Part of the range was unmapped, but a unit has not yet confirmed that it forgot the old translation.</summary>
    StillCached,

    /// <summary>The permissions allow nothing, or name what there is not.</summary>
    BadPermissions,
}
