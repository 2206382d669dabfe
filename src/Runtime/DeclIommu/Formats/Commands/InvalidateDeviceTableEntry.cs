using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_DEVTAB_ENTRY: drops what the IOMMU caches of a device table entry.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_DEVTAB_ENTRY.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(2)]
public partial struct InvalidateDeviceTableEntry
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }
}
