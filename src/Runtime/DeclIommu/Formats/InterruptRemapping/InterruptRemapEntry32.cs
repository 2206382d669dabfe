using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 4 bytes of an interrupt remapping table.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, 32-bit entry.</remarks>
[Layout(32)]
public partial struct InterruptRemapEntry32
{
    /// <summary>RemapEn: the entry holds. If clear, the interrupt is aborted.</summary>
    [Bit(0)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>SupIOPF: no event for an interrupt that cannot be remapped.</summary>
    [Bit(1)]
    public partial bool SuppressPageFaults { readonly get; set; }

    /// <summary>IntType: how the interrupt is delivered; 5 and 6 are reserved.</summary>
    [Bits(4, 2), Exhaustive]
    public partial InterruptType InterruptType { readonly get; set; }

    /// <summary>RqEOI: an end of interrupt is asked for.</summary>
    [Bit(5)]
    public partial bool RequestEndOfInterrupt { readonly get; set; }

    /// <summary>DestMode: the destination is logical.</summary>
    [Bit(6)]
    public partial bool IsLogicalDestination { readonly get; set; }

    /// <summary>GuestMode: always clear in an entry of 4 bytes.</summary>
    [Bit(7), Constant(0)]
    public readonly partial bool GuestMode { get; }

    /// <summary>The APIC ID or logical destination.</summary>
    [Bits(15, 8)]
    public partial byte Destination { readonly get; set; }

    /// <summary>The vector.</summary>
    [Bits(23, 16)]
    public partial byte Vector { readonly get; set; }
}
