using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What more the IOMMU can do (EFR2).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, extended features 2.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
public partial struct ExtendedFeature2Register
{
    /// <summary>SEVSNPIOSup.</summary>
    [Bit(1), Access(Access.ReadOnly)]
    public partial bool SecureNestedPagingIoSupported { readonly get; set; }

    /// <summary>TMPMSup: migration of pages between memory tiers.</summary>
    [Bit(2), Access(Access.ReadOnly)]
    public partial bool TieredMemoryMigrationSupported { readonly get; set; }

    /// <summary>GCR3TRPModeSup: the guest CR3 table pointer can be a guest physical address.</summary>
    [Bit(3), Access(Access.ReadOnly)]
    public partial bool GuestCr3TablePointerTranslationSupported { readonly get; set; }

    /// <summary>GAPPIDisSup.</summary>
    [Bit(4), Access(Access.ReadOnly)]
    public partial bool GuestPhysicalProcessorInterruptDisableSupported { readonly get; set; }

    /// <summary>SNPAVICSup: virtual interrupts under secure nested paging.</summary>
    [Bits(7, 5), Access(Access.ReadOnly)]
    public partial byte SecureNestedPagingApicModes { readonly get; set; }

    /// <summary>NumIntRemapSup: 1 is 2048 interrupts for a device.</summary>
    [Bits(9, 8), Access(Access.ReadOnly)]
    public partial byte InterruptRemapCount { readonly get; set; }

    /// <summary>HtRangeIgnore: 0xFD_0000_0000 to 0xFF_FFFF_FFFF are ordinary addresses.</summary>
    [Bit(11), Access(Access.ReadOnly)]
    public partial bool HyperTransportRangeIgnored { readonly get; set; }
}
