using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>An entry of 16 bytes of an interrupt remapping table, before it is known who the interrupt goes to.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, interrupt remapping tables, 128-bit entry.</remarks>
[Layout(128, Reserved = ReservedBits.Preserve)]
[CommandSet(typeof(RemappedInterruptEntry), typeof(VirtualApicInterruptEntry))]
public partial struct InterruptRemapEntry
{
    /// <summary>RemapEn: the entry holds. If clear, the interrupt is aborted.</summary>
    [Bit(0)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>SupIOPF: no event for an interrupt that cannot be remapped.</summary>
    [Bit(1)]
    public partial bool SuppressPageFaults { readonly get; set; }

    /// <summary>GuestMode: who the interrupt goes to.</summary>
    [Bit(7), Discriminator]
    public partial InterruptRemapMode Mode { readonly get; set; }
}
