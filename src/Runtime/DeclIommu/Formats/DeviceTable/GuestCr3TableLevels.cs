namespace DeclIommu.Formats;

/// <summary>How many levels the guest CR3 table has.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, GLX.</remarks>
public enum GuestCr3TableLevels : byte
{
    /// <summary>One level: 512 PASIDs.</summary>
    One = 0,

    /// <summary>Two levels: 2^18 PASIDs.</summary>
    Two = 1,

    /// <summary>Three levels: 2^20 PASIDs.</summary>
    Three = 2,
}
