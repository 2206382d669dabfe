using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What the IOMMU can do (EFR).</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, extended features.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
public partial struct ExtendedFeatureRegister
{
    /// <summary>PreFSup: PREFETCH_IOMMU_PAGES.</summary>
    [Bit(0), Access(Access.ReadOnly)]
    public partial bool PrefetchSupported { readonly get; set; }

    /// <summary>PPRSup: peripheral page requests.</summary>
    [Bit(1), Access(Access.ReadOnly)]
    public partial bool PageRequestsSupported { readonly get; set; }

    /// <summary>XTSup: 32-bit destinations of interrupts.</summary>
    [Bit(2), Access(Access.ReadOnly)]
    public partial bool X2ApicSupported { readonly get; set; }

    /// <summary>NXSup: the no-execute bit of guest page tables.</summary>
    [Bit(3), Access(Access.ReadOnly)]
    public partial bool NoExecuteSupported { readonly get; set; }

    /// <summary>GTSup: guest translation.</summary>
    [Bit(4), Access(Access.ReadOnly)]
    public partial bool GuestTranslationSupported { readonly get; set; }

    /// <summary>GAPPISup: posting to the physical processor.</summary>
    [Bit(5), Access(Access.ReadOnly)]
    public partial bool GuestPhysicalProcessorInterruptSupported { readonly get; set; }

    /// <summary>IASup: INVALIDATE_IOMMU_ALL.</summary>
    [Bit(6), Access(Access.ReadOnly)]
    public partial bool InvalidateAllSupported { readonly get; set; }

    /// <summary>GASup: 128-bit interrupt remapping entries.</summary>
    [Bit(7), Access(Access.ReadOnly)]
    public partial bool GuestVirtualApicSupported { readonly get; set; }

    /// <summary>HESup: the hardware event registers.</summary>
    [Bit(8), Access(Access.ReadOnly)]
    public partial bool HardwareErrorRegistersSupported { readonly get; set; }

    /// <summary>PCSup: performance counters.</summary>
    [Bit(9), Access(Access.ReadOnly)]
    public partial bool PerformanceCountersSupported { readonly get; set; }

    /// <summary>HATS: levels of host page tables.</summary>
    [Bits(11, 10), Exhaustive, Access(Access.ReadOnly)]
    public partial HostPageTableLevels HostPageTableLevels { readonly get; set; }

    /// <summary>GATS: levels of guest page tables.</summary>
    [Bits(13, 12), Exhaustive, Access(Access.ReadOnly)]
    public partial GuestPageTableLevels GuestPageTableLevels { readonly get; set; }

    /// <summary>GLXSup: levels of the guest CR3 table.</summary>
    [Bits(15, 14), Exhaustive, Access(Access.ReadOnly)]
    public partial GuestCr3TableLevels GuestCr3TableLevels { readonly get; set; }

    /// <summary>SmiFSup: filtering of system management interrupts.</summary>
    [Bits(17, 16), Access(Access.ReadOnly)]
    public partial byte SmiFilterMode { readonly get; set; }

    /// <summary>SmiFRC: the logarithm to base 2 of the number of SMI filter registers.</summary>
    [Bits(20, 18), Access(Access.ReadOnly)]
    public partial byte SmiFilterRegisters { readonly get; set; }

    /// <summary>GAMSup: modes of guest interrupts; 1 is guest virtual APIC.</summary>
    [Bits(23, 21), Access(Access.ReadOnly)]
    public partial byte GuestVirtualApicModes { readonly get; set; }

    /// <summary>DualPPRLogSup: two page request logs.</summary>
    [Bits(25, 24), Access(Access.ReadOnly)]
    public partial byte DualPageRequestLogMode { readonly get; set; }

    /// <summary>DualEventLogSup: two event logs.</summary>
    [Bits(29, 28), Access(Access.ReadOnly)]
    public partial byte DualEventLogMode { readonly get; set; }

    /// <summary>SATSup: secure address translation services.</summary>
    [Bit(31), Access(Access.ReadOnly)]
    public partial bool SecureTranslationSupported { readonly get; set; }

    /// <summary>PASMax: the number of bits of a PASID, less one.</summary>
    [Bits(36, 32), Access(Access.ReadOnly)]
    public partial byte MaximumPasidBits { readonly get; set; }

    /// <summary>USSup: the user bit of guest page tables.</summary>
    [Bit(37), Access(Access.ReadOnly)]
    public partial bool UserSupervisorSupported { readonly get; set; }

    /// <summary>DevTblSegSup: the logarithm to base 2 of the number of device table segments.</summary>
    [Bits(39, 38), Access(Access.ReadOnly)]
    public partial byte DeviceTableSegments { readonly get; set; }

    /// <summary>PPROvrflwEarlySup: early warning of overflow.</summary>
    [Bit(40), Access(Access.ReadOnly)]
    public partial bool PageRequestEarlyOverflowSupported { readonly get; set; }

    /// <summary>PPRAutoRspSup: automatic answers to page requests.</summary>
    [Bit(41), Access(Access.ReadOnly)]
    public partial bool PageRequestAutoResponseSupported { readonly get; set; }

    /// <summary>MarcSup: memory access routing registers.</summary>
    [Bits(43, 42), Access(Access.ReadOnly)]
    public partial byte MemoryAccessRoutingMode { readonly get; set; }

    /// <summary>BlkStopMrkSup: stop marks can be kept from the log.</summary>
    [Bit(44), Access(Access.ReadOnly)]
    public partial bool BlockStopMarkSupported { readonly get; set; }

    /// <summary>PerfOptSup: the performance optimisation control register.</summary>
    [Bit(45), Access(Access.ReadOnly)]
    public partial bool PerformanceOptimizationSupported { readonly get; set; }

    /// <summary>MsiCapMmioSup: the MSI capability is mirrored in the registers.</summary>
    [Bit(46), Access(Access.ReadOnly)]
    public partial bool MsiCapabilityMirrorSupported { readonly get; set; }

    /// <summary>GIoSup: guest translation without PASID.</summary>
    [Bit(48), Access(Access.ReadOnly)]
    public partial bool GuestIoSupported { readonly get; set; }

    /// <summary>HASup: the accessed bit of host page tables.</summary>
    [Bit(49), Access(Access.ReadOnly)]
    public partial bool HostAccessedSupported { readonly get; set; }

    /// <summary>EPHSup.</summary>
    [Bit(50), Access(Access.ReadOnly)]
    public partial bool EnhancedPageRequestHandlingSupported { readonly get; set; }

    /// <summary>AttrFWSup: attributes are forwarded.</summary>
    [Bit(51), Access(Access.ReadOnly)]
    public partial bool AttributeForwardingSupported { readonly get; set; }

    /// <summary>HDSup: the dirty bit of host page tables.</summary>
    [Bit(52), Access(Access.ReadOnly)]
    public partial bool HostDirtySupported { readonly get; set; }

    /// <summary>InvIotlbTypeSup: the type field of INVALIDATE_IOTLB_PAGES.</summary>
    [Bit(54), Access(Access.ReadOnly)]
    public partial bool InvalidateIotlbTypeSupported { readonly get; set; }

    /// <summary>vIOMMUSup: hardware virtualisation of the IOMMU.</summary>
    [Bit(55), Access(Access.ReadOnly)]
    public partial bool VirtualIommuSupported { readonly get; set; }

    /// <summary>VmGuardIOSup.</summary>
    [Bit(56), Access(Access.ReadOnly)]
    public partial bool VmGuardIoSupported { readonly get; set; }

    /// <summary>VmTableSize.</summary>
    [Bits(60, 57), Access(Access.ReadOnly)]
    public partial byte VmTableSize { readonly get; set; }

    /// <summary>GAUpdateDisSup: updates of guest accessed bits can be disabled.</summary>
    [Bit(61), Access(Access.ReadOnly)]
    public partial bool GuestAccessUpdateDisableSupported { readonly get; set; }

    /// <summary>ForcePhyDestSup.</summary>
    [Bit(62), Access(Access.ReadOnly)]
    public partial bool ForcePhysicalDestinationSupported { readonly get; set; }

    /// <summary>SNPSup: secure nested paging.</summary>
    [Bit(63), Access(Access.ReadOnly)]
    public partial bool SecureNestedPagingSupported { readonly get; set; }
}
