using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of the peripheral page request (PPR) log.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, peripheral page request log. The flag bits are those that Linux reads.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
public partial struct PageRequestLogEntry
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The process address space, if GN is set, in two pieces [19:16] and [15:0].</summary>
    [Bits(45, 42, 31, 16)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>The tag that the answer must carry.</summary>
    [Bits(41, 32)]
    public partial ushort Tag { readonly get; set; }

    /// <summary>The device wants to execute.</summary>
    [Bit(49)]
    public partial bool IsExecute { readonly get; set; }

    /// <summary>The device wants to read.</summary>
    [Bit(50)]
    public partial bool IsRead { readonly get; set; }

    /// <summary>The device wants to write.</summary>
    [Bit(53)]
    public partial bool IsWrite { readonly get; set; }

    /// <summary>US: the request has user privilege.</summary>
    [Bit(54)]
    public partial bool IsUser { readonly get; set; }

    /// <summary>RZ: a reserved bit was set.</summary>
    [Bit(55)]
    public partial bool ReservedBitSet { readonly get; set; }

    /// <summary>GN: the request has a PASID.</summary>
    [Bit(56)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>1 in an entry that holds a request, 0 in one that is not written yet.</summary>
    [Bits(63, 60)]
    public partial byte Type { readonly get; set; }

    /// <summary>The address of the page, 4 KiB aligned.</summary>
    [Bits(127, 76), Scaled(12)]
    public partial ulong Address { readonly get; set; }

    /// <summary>The <see cref="Type"/> of a page request.</summary>
    public const byte PageRequest = 1;
}
