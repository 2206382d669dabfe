namespace DeclIommu.Formats;

/// <summary>How many entries the interrupt remapping table has.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, IntTabLen.</remarks>
public enum InterruptTableLength : byte
{
    /// <summary>1 entry.</summary>
    Entries1 = 0,

    /// <summary>2 entries.</summary>
    Entries2 = 1,

    /// <summary>4 entries.</summary>
    Entries4 = 2,

    /// <summary>8 entries.</summary>
    Entries8 = 3,

    /// <summary>16 entries.</summary>
    Entries16 = 4,

    /// <summary>32 entries.</summary>
    Entries32 = 5,

    /// <summary>64 entries.</summary>
    Entries64 = 6,

    /// <summary>128 entries.</summary>
    Entries128 = 7,

    /// <summary>256 entries.</summary>
    Entries256 = 8,

    /// <summary>512 entries.</summary>
    Entries512 = 9,

    /// <summary>1024 entries.</summary>
    Entries1024 = 10,

    /// <summary>2048 entries.</summary>
    Entries2048 = 11,
}
