using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The head or tail of the guest virtual APIC log.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, guest virtual APIC log head and tail pointers.</remarks>
[Layout(64)]
public partial struct GuestVirtualApicLogPointerRegister
{
    /// <summary>The byte offset in the log, a multiple of 8.</summary>
    [Bits(18, 3), Scaled(3)]
    public partial uint Offset { readonly get; set; }
}
