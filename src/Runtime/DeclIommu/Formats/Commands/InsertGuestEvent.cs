using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INSERT_GUEST_EVENT: writes an event into the log of a guest.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INSERT_GUEST_EVENT. Only the guest ID is publicly described; the other bits are kept as they are.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve, Capabilities = typeof(IommuCapabilities))]
[Command(9)]
[AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
public partial struct InsertGuestEvent
{
    /// <summary>The guest.</summary>
    [Bits(47, 32)]
    public partial GuestId GuestId { readonly get; set; }
}
