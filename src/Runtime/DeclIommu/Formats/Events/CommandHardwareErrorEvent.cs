using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>COMMAND_HARDWARE_ERROR: a command could not be read; the command buffer has stopped.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, COMMAND_HARDWARE_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(6)]
public partial struct CommandHardwareErrorEvent
{
    /// <summary>How the access failed.</summary>
    [Bits(58, 57)]
    public partial HardwareErrorType ErrorType { readonly get; set; }

    /// <summary>The system physical address of the access.</summary>
    [Bits(127, 68), Scaled(4)]
    public partial ulong Address { readonly get; set; }
}
