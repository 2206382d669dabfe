using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A further message.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block, miscellaneous information 1.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
public partial struct CapabilityMiscellaneous1Register
{
    /// <summary>MsiNumGA: the message of the guest virtual APIC log.</summary>
    [Bits(4, 0), Access(Access.ReadOnly)]
    public partial byte GuestVirtualApicMessage { readonly get; set; }
}
