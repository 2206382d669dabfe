using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A device that may send system management interrupts.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, SMI filter.</remarks>
[Layout(64)]
public partial struct SmiFilterRegister
{
    /// <summary>The device.</summary>
    [Bits(15, 0), LockedBy(nameof(IsLocked))]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>SmiDidEn: only this device.</summary>
    [Bit(16), LockedBy(nameof(IsLocked))]
    public partial bool MatchesDeviceId { readonly get; set; }

    /// <summary>SmiDV: the register holds.</summary>
    [Bit(17), LockedBy(nameof(IsLocked))]
    public partial bool IsValid { readonly get; set; }

    /// <summary>SmiFLock: writes change nothing any more, until reset.</summary>
    [Bit(18), Access(Access.WriteOneToSet)]
    public partial bool IsLocked { readonly get; set; }
}
