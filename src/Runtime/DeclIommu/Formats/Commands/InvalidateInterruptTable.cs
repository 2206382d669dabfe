using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_INTERRUPT_TABLE: drops what the IOMMU caches of the interrupt remapping table of a device.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_INTERRUPT_TABLE.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(5)]
public partial struct InvalidateInterruptTable
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }
}
