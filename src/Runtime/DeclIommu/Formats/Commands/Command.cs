using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A command of the command buffer before its opcode is known.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve, Capabilities = typeof(IommuCapabilities))]
[CommandSet(
    typeof(CompletionWait),
    typeof(InvalidateDeviceTableEntry),
    typeof(InvalidateIommuPages),
    typeof(InvalidateIotlbPages),
    typeof(InvalidateInterruptTable),
    typeof(PrefetchIommuPages),
    typeof(CompletePeripheralPageRequest),
    typeof(InvalidateIommuAll),
    typeof(InsertGuestEvent),
    typeof(ResetVirtualMmio))]
public partial struct Command
{
    /// <summary>Which command it is.</summary>
    [Bits(63, 60), Discriminator]
    public partial CommandOpcode Opcode { readonly get; set; }
}
