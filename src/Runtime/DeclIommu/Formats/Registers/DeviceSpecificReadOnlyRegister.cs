using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Revision and contents of the device-specific features or status.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, device-specific feature and status extension.</remarks>
[Layout(64)]
public partial struct DeviceSpecificReadOnlyRegister
{
    /// <summary>The features or status.</summary>
    [Bits(23, 0), Access(Access.ReadOnly)]
    public partial uint Contents { readonly get; set; }

    /// <summary>RevMinor.</summary>
    [Bits(27, 24), Access(Access.ReadOnly)]
    public partial byte MinorRevision { readonly get; set; }

    /// <summary>RevMajor.</summary>
    [Bits(31, 28), Access(Access.ReadOnly)]
    public partial byte MajorRevision { readonly get; set; }
}
