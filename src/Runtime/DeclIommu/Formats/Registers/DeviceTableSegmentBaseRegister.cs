using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where one of the device table segments 1 to 7 lies, and how long it is.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, device table segment base address.</remarks>
[Layout(64)]
public partial struct DeviceTableSegmentBaseRegister
{
    /// <summary>The number of 4 KiB pages of the segment, less one: up to 255 with two segments, 127 with four, 63 with eight.</summary>
    [Bits(7, 0)]
    public partial byte Size { readonly get; set; }

    /// <summary>The system physical address of the segment, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Base { readonly get; set; }

    /// <summary>The length of the segment in bytes: 4096 to 1 MiB.</summary>
    public readonly ulong TableLength => (Size + 1UL) * 4096;
}
