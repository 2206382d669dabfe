using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where one of the IOMMU's own interrupts goes in x2APIC mode.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, x2APIC interrupt control.</remarks>
[Layout(64)]
public partial struct X2ApicInterruptControlRegister
{
    /// <summary>DestMode: the destination is logical.</summary>
    [Bit(2)]
    public partial bool IsLogicalDestination { readonly get; set; }

    /// <summary>The destination, in two pieces [31:24] and [23:0].</summary>
    [Bits(63, 56, 31, 8)]
    public partial uint Destination { readonly get; set; }

    /// <summary>The vector.</summary>
    [Bits(39, 32)]
    public partial byte Vector { readonly get; set; }

    /// <summary>DeliveryMode: 0 fixed, 1 arbitrated.</summary>
    [Bit(40)]
    public partial bool DeliveryMode { readonly get; set; }
}
