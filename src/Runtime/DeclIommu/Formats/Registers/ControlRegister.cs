using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What the IOMMU does.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, IOMMU control. Sources disagree on bit 43 (DomainIDPNE in older revisions) and bit 48; the newer revision stands here. Reserved bits read zero.</remarks>
[Layout(64, Capabilities = typeof(IommuCapabilities))]
public partial struct ControlRegister
{
    /// <summary>IommuEn: translation, and with it everything else.</summary>
    [Bit(0)]
    public partial bool IommuEnabled { readonly get; set; }

    /// <summary>HtTunEn: upstream traffic of a HyperTransport tunnel is translated.</summary>
    [Bit(1)]
    public partial bool HyperTransportTunnelEnabled { readonly get; set; }

    /// <summary>EventLogEn: events are logged. Setting it clears a log overflow.</summary>
    [Bit(2)]
    public partial bool EventLogEnabled { readonly get; set; }

    /// <summary>EventIntEn: a logged event interrupts.</summary>
    [Bit(3)]
    public partial bool EventInterruptEnabled { readonly get; set; }

    /// <summary>ComWaitIntEn: a COMPLETION_WAIT that asks for it interrupts.</summary>
    [Bit(4)]
    public partial bool CompletionWaitInterruptEnabled { readonly get; set; }

    /// <summary>InvTimeOut: how long a device may take to answer an invalidation; 7 is reserved.</summary>
    [Bits(7, 5), Exhaustive]
    public partial InvalidationTimeout InvalidationTimeout { readonly get; set; }

    /// <summary>PassPW: requests carry the pass-posted-write bit.</summary>
    [Bit(8)]
    public partial bool PassPostedWrite { readonly get; set; }

    /// <summary>ResPassPW: responses carry the pass-posted-write bit.</summary>
    [Bit(9)]
    public partial bool ResponsePassPostedWrite { readonly get; set; }

    /// <summary>Coherent: table reads snoop the processors' caches.</summary>
    [Bit(10)]
    public partial bool Coherent { readonly get; set; }

    /// <summary>Isoc: table reads are isochronous.</summary>
    [Bit(11)]
    public partial bool Isochronous { readonly get; set; }

    /// <summary>CmdBufEn: commands are fetched while IommuEn is set too.</summary>
    [Bit(12)]
    public partial bool CommandBufferEnabled { readonly get; set; }

    /// <summary>PPRLogEn: peripheral page requests are logged.</summary>
    [Bit(13), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial bool PageRequestLogEnabled { readonly get; set; }

    /// <summary>PPRIntEn: a logged page request interrupts.</summary>
    [Bit(14), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial bool PageRequestInterruptEnabled { readonly get; set; }

    /// <summary>PPREn: peripheral page requests are processed.</summary>
    [Bit(15), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial bool PageRequestsEnabled { readonly get; set; }

    /// <summary>GTEn: guest translation.</summary>
    [Bit(16), AvailableWhen(nameof(IommuCapabilities.GuestTranslation))]
    public partial bool GuestTranslationEnabled { readonly get; set; }

    /// <summary>GAEn: interrupt remapping entries have 128 bits.</summary>
    [Bit(17), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApic))]
    public partial bool GuestVirtualApicEnabled { readonly get; set; }

    /// <summary>CRW.</summary>
    [Bits(21, 18)]
    public partial byte ConfigurationRequestWait { readonly get; set; }

    /// <summary>SmiFEn: system management interrupts are filtered.</summary>
    [Bit(22), AvailableWhen(nameof(IommuCapabilities.SmiFilter))]
    public partial bool SmiFilterEnabled { readonly get; set; }

    /// <summary>SlfWBDis.</summary>
    [Bit(23)]
    public partial bool SelfWritebackDisabled { readonly get; set; }

    /// <summary>SmiFLogEn: blocked system management interrupts are logged.</summary>
    [Bit(24), AvailableWhen(nameof(IommuCapabilities.SmiFilter))]
    public partial bool SmiFilterLogEnabled { readonly get; set; }

    /// <summary>GAMEn: how interrupts of guests are delivered.</summary>
    [Bits(27, 25), Exhaustive, AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial GuestVirtualApicMode GuestVirtualApicMode { readonly get; set; }

    /// <summary>GALogEn: interrupts for guests that do not run are logged.</summary>
    [Bit(28), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial bool GuestVirtualApicLogEnabled { readonly get; set; }

    /// <summary>GAIntEn: an entry of that log interrupts.</summary>
    [Bit(29), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial bool GuestVirtualApicInterruptEnabled { readonly get; set; }

    /// <summary>DualPPRLogEn: how the two page request logs are used.</summary>
    [Bits(31, 30), AvailableWhen(nameof(IommuCapabilities.DualPageRequestLog))]
    public partial byte DualPageRequestLogMode { readonly get; set; }

    /// <summary>DualEventLogEn: how the two event logs are used.</summary>
    [Bits(33, 32), AvailableWhen(nameof(IommuCapabilities.DualEventLog))]
    public partial byte DualEventLogMode { readonly get; set; }

    /// <summary>DevTblSegEn: the logarithm to base 2 of the number of device table segments, at most what the extended features say.</summary>
    [Bits(36, 34), AvailableWhen(nameof(IommuCapabilities.DeviceTableSegments))]
    public partial byte DeviceTableSegments { readonly get; set; }

    /// <summary>PrivAbrtEn: which requests are aborted for their privilege.</summary>
    [Bits(38, 37)]
    public partial byte PrivilegeAbortMode { readonly get; set; }

    /// <summary>PPRAutoRspEn: the IOMMU answers page requests that the log cannot take.</summary>
    [Bit(39), AvailableWhen(nameof(IommuCapabilities.PageRequestAutoResponse))]
    public partial bool PageRequestAutoResponseEnabled { readonly get; set; }

    /// <summary>MarcEn: the memory access routing registers hold.</summary>
    [Bit(40), AvailableWhen(nameof(IommuCapabilities.MemoryAccessRouting))]
    public partial bool MemoryAccessRoutingEnabled { readonly get; set; }

    /// <summary>BlkStopMrkEn: stop marks are not put into the page request log.</summary>
    [Bit(41), AvailableWhen(nameof(IommuCapabilities.BlockStopMark))]
    public partial bool BlockStopMarkEnabled { readonly get; set; }

    /// <summary>PPRAutoRspAon: the IOMMU answers every page request.</summary>
    [Bit(42), AvailableWhen(nameof(IommuCapabilities.PageRequestAutoResponse))]
    public partial bool PageRequestAutoResponseAlways { readonly get; set; }

    /// <summary>NumIntRemapMode: how many interrupts a device may have; 1 is 2048.</summary>
    [Bits(44, 43), AvailableWhen(nameof(IommuCapabilities.ManyInterrupts))]
    public partial byte InterruptRemapCountMode { readonly get; set; }

    /// <summary>EPHEn.</summary>
    [Bit(45), AvailableWhen(nameof(IommuCapabilities.EnhancedPageRequestHandling))]
    public partial bool EnhancedPageRequestHandling { readonly get; set; }

    /// <summary>HADUpdate: whether accessed and dirty bits are set in host page tables.</summary>
    [Bits(47, 46), AvailableWhen(nameof(IommuCapabilities.HostAccessed))]
    public partial byte HostAccessUpdateMode { readonly get; set; }

    /// <summary>GDUpdateDis: dirty bits are not set in guest page tables.</summary>
    [Bit(48)]
    public partial bool GuestDirtyUpdateDisabled { readonly get; set; }

    /// <summary>XTEn: destinations of interrupts have 32 bits.</summary>
    [Bit(50), AvailableWhen(nameof(IommuCapabilities.X2Apic))]
    public partial bool X2ApicEnabled { readonly get; set; }

    /// <summary>IntCapXTEn: the IOMMU's own interrupts follow the x2APIC interrupt control registers.</summary>
    [Bit(51), AvailableWhen(nameof(IommuCapabilities.X2Apic))]
    public partial bool X2ApicCapabilityInterruptsEnabled { readonly get; set; }

    /// <summary>vCmdEn: commands of guests are taken by hardware.</summary>
    [Bit(52), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial bool VirtualCommandsEnabled { readonly get; set; }

    /// <summary>vIOMMUEn: hardware virtualisation of the IOMMU.</summary>
    [Bit(53), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial bool VirtualIommuEnabled { readonly get; set; }

    /// <summary>GAUpdateDis: accessed bits are not set in guest page tables.</summary>
    [Bit(54), AvailableWhen(nameof(IommuCapabilities.GuestAccessUpdateDisable))]
    public partial bool GuestAccessUpdateDisabled { readonly get; set; }

    /// <summary>GAPPIEn: interrupts for guests that do not run are posted to the physical processor.</summary>
    [Bit(55), AvailableWhen(nameof(IommuCapabilities.GuestPhysicalProcessorInterrupt))]
    public partial bool GuestPhysicalProcessorInterruptEnabled { readonly get; set; }

    /// <summary>TMPMEn: migration of pages between memory tiers.</summary>
    [Bit(56), AvailableWhen(nameof(IommuCapabilities.TieredMemoryMigration))]
    public partial bool TieredMemoryMigrationEnabled { readonly get; set; }

    /// <summary>GCR3TRPMode: the guest CR3 table pointer in a device table entry is a guest physical address.</summary>
    [Bit(58), AvailableWhen(nameof(IommuCapabilities.GuestCr3TablePointerTranslation))]
    public partial bool GuestCr3TablePointerTranslated { readonly get; set; }

    /// <summary>IRTCacheDis: interrupt remapping entries are not cached.</summary>
    [Bit(59)]
    public partial bool InterruptCacheDisabled { readonly get; set; }

    /// <summary>GstBufTRPMode: pointers to buffers of guests are guest physical addresses.</summary>
    [Bit(60)]
    public partial bool GuestBufferPointerTranslated { readonly get; set; }

    /// <summary>SNPAVICEn: virtual interrupts under secure nested paging.</summary>
    [Bits(63, 61), AvailableWhen(nameof(IommuCapabilities.SecureNestedPagingApic))]
    public partial byte SecureNestedPagingApicMode { readonly get; set; }
}
