using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>When the IOMMU warns that a page request log fills up.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, PPR log overflow early indicator.</remarks>
[Layout(64)]
public partial struct PageRequestOverflowEarlyRegister
{
    /// <summary>The number of entries at which it warns.</summary>
    [Bits(14, 0)]
    public partial ushort Threshold { readonly get; set; }

    /// <summary>IntEn: the warning interrupts.</summary>
    [Bit(30)]
    public partial bool InterruptEnabled { readonly get; set; }

    /// <summary>En: it warns.</summary>
    [Bit(31)]
    public partial bool IsEnabled { readonly get; set; }
}
