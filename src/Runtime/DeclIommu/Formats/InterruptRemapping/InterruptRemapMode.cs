namespace DeclIommu.Formats;

/// <summary>Who an interrupt goes to.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, GuestMode.</remarks>
public enum InterruptRemapMode : byte
{
    /// <summary>To a processor.</summary>
    Remapped = 0,

    /// <summary>To the virtual APIC of a guest.</summary>
    VirtualApic = 1,
}
