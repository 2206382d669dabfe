using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of a guest (version 2) page table, at any level.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, guest page tables. The format is that of AMD64 long mode.</remarks>
[Layout(64)]
[Reserved(11, 9, ReservedBits.Ignore)]
[Reserved(62, 52, ReservedBits.Ignore)]
public partial struct GuestPageTableEntry
{
    /// <summary>P: the entry holds.</summary>
    [Bit(0)]
    public partial bool IsPresent { readonly get; set; }

    /// <summary>RW: writes are allowed.</summary>
    [Bit(1)]
    public partial bool IsWritable { readonly get; set; }

    /// <summary>US: accesses with user privilege are allowed.</summary>
    [Bit(2)]
    public partial bool IsUser { readonly get; set; }

    /// <summary>PWT: caches write through.</summary>
    [Bit(3)]
    public partial bool WriteThrough { readonly get; set; }

    /// <summary>PCD: caches are passed by.</summary>
    [Bit(4)]
    public partial bool CacheDisabled { readonly get; set; }

    /// <summary>A: the page or table was used.</summary>
    [Bit(5)]
    public partial bool Accessed { readonly get; set; }

    /// <summary>D: the page was written.</summary>
    [Bit(6)]
    public partial bool Dirty { readonly get; set; }

    /// <summary>PS: at levels 2 and 3 a page of 2 MiB or 1 GiB; at level 1 a bit of the page attribute.</summary>
    [Bit(7)]
    public partial bool IsLargePage { readonly get; set; }

    /// <summary>G: the page is global.</summary>
    [Bit(8)]
    public partial bool IsGlobal { readonly get; set; }

    /// <summary>The address of the page or table, 4 KiB aligned; of a large page, bit 12 is a bit of the page attribute.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Address { readonly get; set; }

    /// <summary>NX: execution is not allowed.</summary>
    [Bit(63)]
    public partial bool NoExecute { readonly get; set; }
}
