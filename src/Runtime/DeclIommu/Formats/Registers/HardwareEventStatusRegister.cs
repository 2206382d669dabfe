using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Whether the hardware event registers hold an event.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, hardware event status.</remarks>
[Layout(64)]
public partial struct HardwareEventStatusRegister
{
    /// <summary>HEV: they hold an event.</summary>
    [Bit(0), Access(Access.WriteOneToClear)]
    public partial bool IsValid { readonly get; set; }

    /// <summary>HEO: a further event was lost.</summary>
    [Bit(1), Access(Access.WriteOneToClear)]
    public partial bool Overflow { readonly get; set; }
}
