namespace DeclIommu.Formats;

/// <summary>What an IOMMU can do, by the names that the declarations ask for.</summary>
/// <param name="Features">The extended features.</param>
/// <param name="Features2">The second extended features.</param>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, extended features. Immutable; of the default value every capability is off.</remarks>
public readonly record struct IommuCapabilities(ExtendedFeatureRegister Features, ExtendedFeature2Register Features2)
{
    /// <summary>PreFSup: PREFETCH_IOMMU_PAGES.</summary>
    public bool Prefetch => Features.PrefetchSupported;

    /// <summary>PPRSup: peripheral page requests.</summary>
    public bool PeripheralPageRequests => Features.PageRequestsSupported;

    /// <summary>XTSup: 32-bit destinations of interrupts.</summary>
    public bool X2Apic => Features.X2ApicSupported;

    /// <summary>GTSup: guest translation.</summary>
    public bool GuestTranslation => Features.GuestTranslationSupported;

    /// <summary>GIoSup: guest translation without PASID.</summary>
    public bool GuestIo => Features.GuestIoSupported;

    /// <summary>GATS: guest page tables of five levels.</summary>
    public bool FiveLevelGuestTables => Features.GuestPageTableLevels is GuestPageTableLevels.Five or GuestPageTableLevels.Six;

    /// <summary>IASup: INVALIDATE_IOMMU_ALL.</summary>
    public bool InvalidateAll => Features.InvalidateAllSupported;

    /// <summary>InvIotlbTypeSup: the type field of INVALIDATE_IOTLB_PAGES.</summary>
    public bool InvalidateIotlbType => Features.InvalidateIotlbTypeSupported;

    /// <summary>GASup: 128-bit interrupt remapping entries.</summary>
    public bool GuestVirtualApic => Features.GuestVirtualApicSupported;

    /// <summary>GAPPISup: posting to the physical processor.</summary>
    public bool GuestPhysicalProcessorInterrupt => Features.GuestPhysicalProcessorInterruptSupported;

    /// <summary>GAMSup: the guest virtual APIC and its log.</summary>
    public bool GuestVirtualApicLog => Features.GuestVirtualApicModes != 0;

    /// <summary>HESup: the hardware event registers.</summary>
    public bool HardwareErrorRegisters => Features.HardwareErrorRegistersSupported;

    /// <summary>SmiFSup: filtering of system management interrupts.</summary>
    public bool SmiFilter => Features.SmiFilterMode != 0;

    /// <summary>DualPPRLogSup: two page request logs.</summary>
    public bool DualPageRequestLog => Features.DualPageRequestLogMode != 0;

    /// <summary>DualEventLogSup: two event logs.</summary>
    public bool DualEventLog => Features.DualEventLogMode != 0;

    /// <summary>DevTblSegSup: a device table in segments.</summary>
    public bool DeviceTableSegments => Features.DeviceTableSegments != 0;

    /// <summary>PPROvrflwEarlySup: early warning of overflow.</summary>
    public bool PageRequestEarlyOverflow => Features.PageRequestEarlyOverflowSupported;

    /// <summary>PPRAutoRspSup: automatic answers to page requests.</summary>
    public bool PageRequestAutoResponse => Features.PageRequestAutoResponseSupported;

    /// <summary>MarcSup: memory access routing.</summary>
    public bool MemoryAccessRouting => Features.MemoryAccessRoutingMode != 0;

    /// <summary>BlkStopMrkSup: stop marks can be kept from the log.</summary>
    public bool BlockStopMark => Features.BlockStopMarkSupported;

    /// <summary>PerfOptSup: performance optimisations.</summary>
    public bool PerformanceOptimization => Features.PerformanceOptimizationSupported;

    /// <summary>MsiCapMmioSup: the MSI capability is mirrored in the registers.</summary>
    public bool MsiCapabilityMirror => Features.MsiCapabilityMirrorSupported;

    /// <summary>HASup: the accessed bit of host page tables.</summary>
    public bool HostAccessed => Features.HostAccessedSupported;

    /// <summary>HDSup: the dirty bit of host page tables.</summary>
    public bool HostDirty => Features.HostDirtySupported;

    /// <summary>EPHSup.</summary>
    public bool EnhancedPageRequestHandling => Features.EnhancedPageRequestHandlingSupported;

    /// <summary>AttrFWSup: attributes are forwarded.</summary>
    public bool AttributeForwarding => Features.AttributeForwardingSupported;

    /// <summary>vIOMMUSup: hardware virtualisation of the IOMMU.</summary>
    public bool VirtualIommu => Features.VirtualIommuSupported;

    /// <summary>GAUpdateDisSup: updates of guest accessed bits can be disabled.</summary>
    public bool GuestAccessUpdateDisable => Features.GuestAccessUpdateDisableSupported;

    /// <summary>GCR3TRPModeSup: the guest CR3 table pointer can be a guest physical address.</summary>
    public bool GuestCr3TablePointerTranslation => Features2.GuestCr3TablePointerTranslationSupported;

    /// <summary>TMPMSup: migration of pages between memory tiers.</summary>
    public bool TieredMemoryMigration => Features2.TieredMemoryMigrationSupported;

    /// <summary>SNPAVICSup: virtual interrupts under secure nested paging.</summary>
    public bool SecureNestedPagingApic => Features2.SecureNestedPagingApicModes != 0;

    /// <summary>NumIntRemapSup: more than 512 interrupts for a device.</summary>
    public bool ManyInterrupts => Features2.InterruptRemapCount != 0;
}
