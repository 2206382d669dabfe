using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where the IOMMU mirrors the tail of the guest virtual APIC log.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, guest virtual APIC log tail address.</remarks>
[Layout(64)]
public partial struct GuestVirtualApicLogTailAddressRegister
{
    /// <summary>The system physical address, 8-byte aligned.</summary>
    [Bits(51, 3), Scaled(3)]
    public partial ulong Address { readonly get; set; }
}
