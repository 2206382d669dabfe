using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Revision and contents of the device-specific features, controls or status.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, device-specific feature, control and status extension.</remarks>
[Layout(64)]
public partial struct DeviceSpecificRegister
{
    /// <summary>The features, controls or status.</summary>
    [Bits(23, 0)]
    public partial uint Contents { readonly get; set; }

    /// <summary>RevMinor.</summary>
    [Bits(27, 24)]
    public partial byte MinorRevision { readonly get; set; }

    /// <summary>RevMajor.</summary>
    [Bits(31, 28)]
    public partial byte MajorRevision { readonly get; set; }
}
