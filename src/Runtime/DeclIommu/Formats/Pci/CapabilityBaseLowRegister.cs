using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The lower half of the address of the IOMMU's registers.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block, base address low.</remarks>
[Layout(32)]
public partial struct CapabilityBaseLowRegister
{
    /// <summary>Enable: the registers answer, and their address is locked. Once set it stays.</summary>
    [Bit(0), Access(Access.WriteOneToSet)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>Bits 31 to 14 of the address, 16 KiB aligned.</summary>
    [Bits(31, 14), Scaled(14), LockedBy(nameof(IsEnabled))]
    public partial uint BaseAddress { readonly get; set; }
}
