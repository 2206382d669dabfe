using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Where the guest virtual APIC log lies, and how long it is.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, guest virtual APIC log base address. Its entries have 8 bytes, so it holds twice as many as the other logs of the same length.</remarks>
[Layout(64)]
public partial struct GuestVirtualApicLogBaseRegister
{
    /// <summary>The system physical address of the guest virtual APIC log, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Base { readonly get; set; }

    /// <summary>The logarithm to base 2 of the length in units of 16 bytes: 8 to 15.</summary>
    [Bits(59, 56)]
    public partial byte Length { readonly get; set; }

    /// <summary>The length in bytes: 4 KiB to 512 KiB for the legal values of <see cref="Length"/>.</summary>
    public readonly ulong LengthInBytes => 16UL << Length;
}
