using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of the guest virtual APIC (GA) log: an interrupt for a guest that does not run.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, guest virtual APIC log.</remarks>
[Layout(64, Reserved = ReservedBits.Preserve)]
public partial struct GuestVirtualApicLogEntry
{
    /// <summary>GATag: the tag of the interrupt remapping entry.</summary>
    [Bits(31, 0)]
    public partial uint Tag { readonly get; set; }

    /// <summary>The device.</summary>
    [Bits(47, 32)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>1 in an entry that holds an interrupt, 0 in one that is not written yet.</summary>
    [Bits(63, 60)]
    public partial byte Type { readonly get; set; }

    /// <summary>The <see cref="Type"/> of an interrupt for a guest that does not run.</summary>
    public const byte GuestNotRunning = 1;
}
