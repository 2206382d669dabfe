using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 16 bytes of an interrupt remapping table that sends the interrupt to the virtual APIC of a guest.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, 128-bit entry, GuestMode 1.</remarks>
[Layout(128)]
[Command(1)]
public partial struct VirtualApicInterruptEntry
{
    /// <summary>RemapEn: the entry holds. If clear, the interrupt is aborted.</summary>
    [Bit(0)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>SupIOPF: no event for an interrupt that cannot be remapped.</summary>
    [Bit(1)]
    public partial bool SuppressPageFaults { readonly get; set; }

    /// <summary>GALogIntr: an entry in the guest virtual APIC log, if the guest does not run, interrupts.</summary>
    [Bit(2)]
    public partial bool LogInterrupt { readonly get; set; }

    /// <summary>GAPPIDis: the interrupt is not posted to the physical processor.</summary>
    [Bit(5)]
    public partial bool PhysicalProcessorInterruptDisabled { readonly get; set; }

    /// <summary>IsRun: the guest runs.</summary>
    [Bit(6)]
    public partial bool IsRunning { readonly get; set; }

    /// <summary>The APIC ID or logical destination, in two pieces [31:24] and [23:0].</summary>
    [Bits(127, 120, 31, 8)]
    public partial uint Destination { readonly get; set; }

    /// <summary>GATag: the tag by which software knows the virtual processor.</summary>
    [Bits(63, 32)]
    public partial uint Tag { readonly get; set; }

    /// <summary>The vector in the virtual APIC.</summary>
    [Bits(71, 64)]
    public partial byte Vector { readonly get; set; }

    /// <summary>The system physical address of the virtual APIC page, 4 KiB aligned.</summary>
    [Bits(115, 76), Scaled(12)]
    public partial ulong VirtualApicRoot { readonly get; set; }
}
