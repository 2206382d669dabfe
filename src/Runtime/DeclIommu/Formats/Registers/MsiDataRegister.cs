using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The data of an MSI.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI data.</remarks>
[Layout(32)]
public partial struct MsiDataRegister
{
    /// <summary>The data.</summary>
    [Bits(15, 0)]
    public partial ushort Data { readonly get; set; }
}
