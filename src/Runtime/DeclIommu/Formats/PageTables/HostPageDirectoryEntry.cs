using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of a host (version 1) page table that leads to a further table.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O page tables, page directory entry.</remarks>
[Layout(64)]
[Reserved(4, 1, ReservedBits.Ignore)]
[Reserved(8, 7, ReservedBits.Ignore)]
[Reserved(63, 63, ReservedBits.Ignore)]
public partial struct HostPageDirectoryEntry
{
    /// <summary>PR: the entry holds.</summary>
    [Bit(0)]
    public partial bool IsPresent { readonly get; set; }

    /// <summary>A: the table was used.</summary>
    [Bit(5)]
    public partial bool Accessed { readonly get; set; }

    /// <summary>The level of the table that the entry leads to, 1 to 6, less than that of its own table.</summary>
    [Bits(11, 9)]
    public partial byte NextLevel { readonly get; set; }

    /// <summary>The system physical address of the table, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Address { readonly get; set; }

    /// <summary>IR: reads are allowed.</summary>
    [Bit(61)]
    public partial bool ReadAllowed { readonly get; set; }

    /// <summary>IW: writes are allowed.</summary>
    [Bit(62)]
    public partial bool WriteAllowed { readonly get; set; }
}
