using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What every block of the IVRS begins with.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, blocks.</remarks>
[Layout(32)]
public partial struct IvrsBlockHeader
{
    /// <summary>What the block describes.</summary>
    [Bits(7, 0)]
    public partial IvrsBlockType Type { readonly get; set; }

    /// <summary>Their meaning depends on the type.</summary>
    [Bits(15, 8)]
    public partial byte Flags { readonly get; set; }

    /// <summary>The length of the block in bytes.</summary>
    [Bits(31, 16)]
    public partial ushort Length { readonly get; set; }
}
