using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>ILLEGAL_COMMAND_ERROR: a command has an unknown opcode or a reserved bit set; the command buffer has stopped.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, ILLEGAL_COMMAND_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(5)]
public partial struct IllegalCommandEvent
{
    /// <summary>The system physical address of the command.</summary>
    [Bits(127, 68), Scaled(4)]
    public partial ulong Address { readonly get; set; }
}
