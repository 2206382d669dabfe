namespace DeclIommu.Formats;

/// <summary>How interrupts of guests are delivered.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, IOMMU control, GAMEn.</remarks>
public enum GuestVirtualApicMode : byte
{
    /// <summary>Through remapping only.</summary>
    Remapped = 0,

    /// <summary>To the virtual APIC of the guest too.</summary>
    GuestVirtualApic = 1,
}
