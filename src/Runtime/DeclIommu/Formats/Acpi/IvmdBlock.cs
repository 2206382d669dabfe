using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A range of memory that devices need, or must be kept from (IVMD).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVMD. ACPICA has the names of bits 1 and 2 of the flags the other way round.</remarks>
[Layout(256, Reserved = ReservedBits.Ignore)]
public partial struct IvmdBlock
{
    /// <summary>Which devices: all, one, or a range.</summary>
    [Bits(7, 0)]
    public partial IvrsBlockType Type { readonly get; set; }

    /// <summary>Unity: the range is mapped one to one.</summary>
    [Bit(8)]
    public partial bool IsUnityMapped { readonly get; set; }

    /// <summary>IR: devices may read it.</summary>
    [Bit(9)]
    public partial bool ReadAllowed { readonly get; set; }

    /// <summary>IW: devices may write it.</summary>
    [Bit(10)]
    public partial bool WriteAllowed { readonly get; set; }

    /// <summary>The range passes untranslated.</summary>
    [Bit(11)]
    public partial bool IsExclusion { readonly get; set; }

    /// <summary>The length of the block in bytes: 32.</summary>
    [Bits(31, 16)]
    public partial ushort Length { readonly get; set; }

    /// <summary>The device, or the first of the range.</summary>
    [Bits(47, 32)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The last device of the range.</summary>
    [Bits(63, 48)]
    public partial DeviceId LastDeviceId { readonly get; set; }

    /// <summary>The physical address of the first byte.</summary>
    [Bits(191, 128)]
    public partial ulong Start { readonly get; set; }

    /// <summary>The length of the memory in bytes.</summary>
    [Bits(255, 192)]
    public partial ulong MemoryLength { readonly get; set; }
}
