using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Formats;

/// <summary>An entry of a host (version 1) page table: a page, or read as such before its level is known.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O page tables, page table entry.</remarks>
[Layout(64)]
[Reserved(4, 1, ReservedBits.Ignore)]
[Reserved(8, 7, ReservedBits.Ignore)]
[Reserved(63, 63, ReservedBits.Ignore)]
public partial struct HostPageTableEntry
{
    /// <summary>PR: the entry holds.</summary>
    [Bit(0)]
    public partial bool IsPresent { readonly get; set; }

    /// <summary>A: the page was accessed.</summary>
    [Bit(5)]
    public partial bool Accessed { readonly get; set; }

    /// <summary>D: the page was written.</summary>
    [Bit(6)]
    public partial bool Dirty { readonly get; set; }

    /// <summary>The level of the table that the entry leads to: 1 to 6; <see cref="Page"/> or <see cref="SizedPage"/> if it is a page.</summary>
    [Bits(11, 9)]
    public partial byte NextLevel { readonly get; set; }

    /// <summary>The system physical address of the page or table, 4 KiB aligned; of a sized page also its size, see <see cref="Range"/>.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Address { readonly get; set; }

    /// <summary>U: a device that asks for the translation is told to send untranslated requests.</summary>
    [Bit(59)]
    public partial bool UntranslatedOnly { readonly get; set; }

    /// <summary>FC: accesses snoop.</summary>
    [Bit(60)]
    public partial bool ForceCoherent { readonly get; set; }

    /// <summary>IR: reads are allowed.</summary>
    [Bit(61)]
    public partial bool ReadAllowed { readonly get; set; }

    /// <summary>IW: writes are allowed.</summary>
    [Bit(62)]
    public partial bool WriteAllowed { readonly get; set; }

    /// <summary>The <see cref="NextLevel"/> of a page of the default size of its level.</summary>
    public const byte Page = 0;

    /// <summary>The <see cref="NextLevel"/> of a page whose size is in its address.</summary>
    public const byte SizedPage = 7;

    /// <summary>Whether the entry is a page, of either kind; otherwise it leads to a table.</summary>
    public readonly bool IsPage => NextLevel is Page or SizedPage;

    /// <summary>What IR and IW allow.</summary>
    internal readonly Permissions Permissions => (ReadAllowed ? Permissions.Read : Permissions.None) | (WriteAllowed ? Permissions.Write : Permissions.None);

    /// <summary>The range that a sized page maps: more than one page.</summary>
    /// <exception cref="ArgumentException">The range set is a single 4 KiB page, which this form cannot name.</exception>
    public PageRange Range
    {
        readonly get => PageRange.Decode(Address, isRange: true);
        set => Address = value.IsRange ? value.Address : throw new ArgumentException("A sized page has at least 8 KiB; the range has 4 KiB.", nameof(value));
    }
}
