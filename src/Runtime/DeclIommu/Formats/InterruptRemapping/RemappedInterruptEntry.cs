using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 16 bytes of an interrupt remapping table that sends the interrupt to a processor.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, 128-bit entry, GuestMode 0.</remarks>
[Layout(128)]
[Command(0)]
public partial struct RemappedInterruptEntry
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

    /// <summary>The APIC ID or logical destination, in two pieces [31:24] and [23:0].</summary>
    [Bits(127, 120, 31, 8)]
    public partial uint Destination { readonly get; set; }

    /// <summary>The vector.</summary>
    [Bits(71, 64)]
    public partial byte Vector { readonly get; set; }
}
