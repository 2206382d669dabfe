using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where the device table lies, and how long it is.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, device table base address.</remarks>
[Layout(64)]
public partial struct DeviceTableBaseRegister
{
    /// <summary>The number of 4 KiB pages of the table, less one: 0 to 511.</summary>
    [Bits(8, 0)]
    public partial ushort Size { readonly get; set; }

    /// <summary>The system physical address of the table, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Base { readonly get; set; }

    /// <summary>The length of the table in bytes: 4096 to 2 MiB.</summary>
    public readonly ulong TableLength => (Size + 1UL) * 4096;
}
