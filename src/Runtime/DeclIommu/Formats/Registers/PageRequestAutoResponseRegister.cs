using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>How the IOMMU answers page requests by itself.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, PPR log auto response.</remarks>
[Layout(64)]
public partial struct PageRequestAutoResponseRegister
{
    /// <summary>The answer.</summary>
    [Bits(3, 0)]
    public partial PageRequestResponse Response { readonly get; set; }

    /// <summary>MaskGn: the answer carries no PASID.</summary>
    [Bit(4)]
    public partial bool MaskGuest { readonly get; set; }
}
