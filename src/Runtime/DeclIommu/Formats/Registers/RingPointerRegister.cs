using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The head or tail of the command buffer or of a log with 16-byte entries.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, command buffer, event log and PPR log head and tail pointers.</remarks>
[Layout(64)]
public partial struct RingPointerRegister
{
    /// <summary>The byte offset in the buffer, a multiple of 16.</summary>
    [Bits(18, 4), Scaled(4)]
    public partial uint Offset { readonly get; set; }
}
