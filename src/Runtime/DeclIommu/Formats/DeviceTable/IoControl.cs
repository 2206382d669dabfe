namespace DeclIommu.Formats;

/// <summary>What becomes of port I/O requests of the device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, IoCtl.</remarks>
public enum IoControl : byte
{
    /// <summary>Target abort.</summary>
    Abort = 0,

    /// <summary>Forwarded untranslated.</summary>
    Forward = 1,

    /// <summary>Translated as memory requests.</summary>
    Translate = 2,
}
