using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>RESET_VMMIO: resets the virtual registers of a guest.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, RESET_VMMIO.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(10)]
[AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
public partial struct ResetVirtualMmio
{
    /// <summary>The guest.</summary>
    [Bits(15, 0)]
    public partial GuestId GuestId { readonly get; set; }

    /// <summary>Every guest.</summary>
    [Bit(27)]
    public partial bool AllGuests { readonly get; set; }

    /// <summary>vCmd: the virtual command registers.</summary>
    [Bit(31)]
    public partial bool VirtualCommands { readonly get; set; }
}
