using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The MSI message of the guest virtual APIC log.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI vector 1.</remarks>
[Layout(32)]
public partial struct MsiVector1Register
{
    /// <summary>MsiNumGA: the message of the guest virtual APIC log.</summary>
    [Bits(4, 0)]
    public partial byte GuestVirtualApicMessage { readonly get; set; }
}
