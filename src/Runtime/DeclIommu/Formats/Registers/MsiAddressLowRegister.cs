using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The lower half of the MSI address.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI address low.</remarks>
[Layout(32)]
public partial struct MsiAddressLowRegister
{
    /// <summary>Bits 31 to 2 of the address, 4-byte aligned.</summary>
    [Bits(31, 2), Scaled(2)]
    public partial uint Address { readonly get; set; }
}
