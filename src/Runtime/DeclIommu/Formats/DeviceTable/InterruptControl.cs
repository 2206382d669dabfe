namespace DeclIommu.Formats;

/// <summary>What becomes of fixed and arbitrated interrupts of the device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, IntCtl.</remarks>
public enum InterruptControl : byte
{
    /// <summary>Target abort.</summary>
    Abort = 0,

    /// <summary>Forwarded unmapped.</summary>
    Forward = 1,

    /// <summary>Remapped.</summary>
    Remap = 2,
}
