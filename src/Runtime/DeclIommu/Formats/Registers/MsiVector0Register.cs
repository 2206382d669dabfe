using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The MSI messages of events and page requests.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI vector 0.</remarks>
[Layout(32, Reserved = ReservedBits.Ignore)]
public partial struct MsiVector0Register
{
    /// <summary>MsiNum: the message of events and completion waits.</summary>
    [Bits(4, 0), Access(Access.ReadOnly)]
    public partial byte EventMessage { readonly get; set; }

    /// <summary>MsiNumPPR: the message of page requests.</summary>
    [Bits(31, 27), Access(Access.ReadOnly)]
    public partial byte PageRequestMessage { readonly get; set; }
}
