using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The PCI capability of an IOMMU, from its capability offset.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, PCI capability block.</remarks>
[RegisterBank(0x18)]
public partial struct IommuCapability
{
    /// <summary>What the IOMMU can do.</summary>
    [Register(0x0000)]
    public partial CapabilityHeaderRegister Header { readonly get; set; }

    /// <summary>The lower half of the address of its registers.</summary>
    [Register(0x0004)]
    public partial CapabilityBaseLowRegister BaseLow { readonly get; set; }

    /// <summary>The upper half of the address of its registers.</summary>
    [Register(0x0008)]
    public partial uint BaseHigh { readonly get; set; }

    /// <summary>The devices behind it.</summary>
    [Register(0x000C)]
    public partial CapabilityRangeRegister Range { readonly get; set; }

    /// <summary>Messages and address sizes.</summary>
    [Register(0x0010)]
    public partial CapabilityMiscellaneous0Register Miscellaneous0 { readonly get; set; }

    /// <summary>A further message.</summary>
    [Register(0x0014)]
    public partial CapabilityMiscellaneous1Register Miscellaneous1 { readonly get; set; }
}
