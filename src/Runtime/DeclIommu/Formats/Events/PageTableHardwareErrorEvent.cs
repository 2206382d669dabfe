using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>PAGE_TAB_HARDWARE_ERROR: a page table could not be read.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, event log, PAGE_TAB_HARDWARE_ERROR.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[Command(4)]
public partial struct PageTableHardwareErrorEvent
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>With GN set the upper 4 bits of the PASID, see <see cref="Pasid"/>.</summary>
    [Bits(19, 16)]
    public partial byte PasidHigh { readonly get; set; }

    /// <summary>With GN clear the domain ID; with GN set the lower 16 bits of the PASID, see <see cref="Pasid"/>.</summary>
    [Bits(47, 32)]
    public partial DomainId DomainId { readonly get; set; }

    /// <summary>GN: the address is guest virtual and a PASID is given.</summary>
    [Bit(48)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>I: the request was an interrupt.</summary>
    [Bit(51)]
    public partial bool IsInterrupt { readonly get; set; }

    /// <summary>RW: the request was a write.</summary>
    [Bit(53)]
    public partial bool IsWrite { readonly get; set; }

    /// <summary>TR: the request was a translation request.</summary>
    [Bit(56)]
    public partial bool IsTranslationRequest { readonly get; set; }

    /// <summary>How the access failed.</summary>
    [Bits(58, 57)]
    public partial HardwareErrorType ErrorType { readonly get; set; }

    /// <summary>The address of the access.</summary>
    [Bits(127, 64)]
    public partial ulong Address { readonly get; set; }

    /// <summary>The process address space, if GN is set: its lower bits lie where the domain ID lies otherwise.</summary>
    public Pasid Pasid
    {
        readonly get => new(((uint)PasidHigh << 16) + DomainId.Value);
        set
        {
            PasidHigh = checked((byte)(value.Value >> 16));
            DomainId = new DomainId((ushort)value.Value);
        }
    }
}
