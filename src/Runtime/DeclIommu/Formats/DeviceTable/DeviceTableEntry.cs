using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What the IOMMU knows of one device (DTE): its translation, its domain and its interrupts.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry. Bits 127 to 0 are judged only if V is set, bits 255 to 128 only if IV is set.</remarks>
[Layout(256, Capabilities = typeof(IommuCapabilities))]
public partial struct DeviceTableEntry
{
    /// <summary>V: bits 127 to 1 hold. If clear, memory requests pass untranslated and those bits are ignored.</summary>
    [Bit(0)]
    public partial bool IsValid { readonly get; set; }

    /// <summary>TV: the translation fields hold. If clear while the entry is valid, requests are target-aborted.</summary>
    [Bit(1)]
    public partial bool TranslationValid { readonly get; set; }

    /// <summary>HAD: which accessed and dirty bits are set in the host page table.</summary>
    [Bits(8, 7), Exhaustive]
    public partial HostAccessDirtyMode HostAccessDirty { readonly get; set; }

    /// <summary>The number of levels of the host page table; 7 is reserved.</summary>
    [Bits(11, 9), Exhaustive]
    public partial PagingMode Mode { readonly get; set; }

    /// <summary>The system physical address of the host page table root, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong HostPageTableRoot { readonly get; set; }

    /// <summary>PPR: the device may send peripheral page requests.</summary>
    [Bit(52), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial bool PeripheralPageRequests { readonly get; set; }

    /// <summary>GPRP: page request responses carry the PASID.</summary>
    [Bit(53), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial bool GuestPasidResponsePrefix { readonly get; set; }

    /// <summary>GIoV: guest translation also for requests without PASID, which use PASID 0.</summary>
    [Bit(54), AvailableWhen(nameof(IommuCapabilities.GuestIo))]
    public partial bool GuestIoValid { readonly get; set; }

    /// <summary>GV: the guest CR3 table holds.</summary>
    [Bit(55), AvailableWhen(nameof(IommuCapabilities.GuestTranslation))]
    public partial bool GuestTranslationValid { readonly get; set; }

    /// <summary>GLX: the number of levels of the guest CR3 table; 3 is reserved.</summary>
    [Bits(57, 56), Exhaustive]
    public partial GuestCr3TableLevels GuestCr3Levels { readonly get; set; }

    /// <summary>The address of the guest CR3 table, 4 KiB aligned, in three pieces [51:31], [30:15] and [14:12].</summary>
    [Bits(127, 107, 95, 80, 60, 58), Scaled(12)]
    public partial ulong GuestCr3TableRoot { readonly get; set; }

    /// <summary>IR: the device may read.</summary>
    [Bit(61)]
    public partial bool ReadAllowed { readonly get; set; }

    /// <summary>IW: the device may write.</summary>
    [Bit(62)]
    public partial bool WriteAllowed { readonly get; set; }

    /// <summary>The tag of this device's translations.</summary>
    [Bits(79, 64)]
    public partial DomainId DomainId { readonly get; set; }

    /// <summary>I: the device may send address translation requests and cache the answers.</summary>
    [Bit(96)]
    public partial bool IotlbEnabled { readonly get; set; }

    /// <summary>SE: no event for page faults after the first.</summary>
    [Bit(97)]
    public partial bool SuppressEvents { readonly get; set; }

    /// <summary>SA: no event for any page fault.</summary>
    [Bit(98)]
    public partial bool SuppressAllEvents { readonly get; set; }

    /// <summary>IoCtl: what becomes of port I/O requests; 3 is reserved.</summary>
    [Bits(100, 99), Exhaustive]
    public partial IoControl IoControl { readonly get; set; }

    /// <summary>Cache: the IOMMU need not keep the translations of this device in its cache.</summary>
    [Bit(101)]
    public partial bool CacheHint { readonly get; set; }

    /// <summary>SD: page walks for this device do not snoop the processors' caches.</summary>
    [Bit(102)]
    public partial bool SnoopDisable { readonly get; set; }

    /// <summary>EX: accesses in the exclusion range pass untranslated.</summary>
    [Bit(103)]
    public partial bool AllowExclusion { readonly get; set; }

    /// <summary>SysMgt: what becomes of requests to the system management range.</summary>
    [Bits(105, 104)]
    public partial SystemManagementControl SystemManagement { readonly get; set; }

    /// <summary>IV: the interrupt fields hold. If clear, interrupts are forwarded and bits 255 to 129 are ignored.</summary>
    [Bit(128)]
    public partial bool InterruptMapValid { readonly get; set; }

    /// <summary>IntTabLen: the number of entries of the interrupt remapping table; 12 to 15 are reserved.</summary>
    [Bits(132, 129), Exhaustive]
    public partial InterruptTableLength InterruptTableLength { readonly get; set; }

    /// <summary>IG: no event for an interrupt that cannot be remapped.</summary>
    [Bit(133)]
    public partial bool IgnoreUnmappedInterrupts { readonly get; set; }

    /// <summary>The system physical address of the interrupt remapping table. The field starts at bit 6; tables of 128-bit entries are 128-byte aligned.</summary>
    [Bits(179, 134), Scaled(6)]
    public partial ulong InterruptTableRoot { readonly get; set; }

    /// <summary>The number of levels of guest page tables; 2 and 3 are reserved.</summary>
    [Bits(183, 182), Exhaustive]
    public partial GuestPagingMode GuestPagingMode { readonly get; set; }

    /// <summary>INIT messages pass unmapped.</summary>
    [Bit(184)]
    public partial bool InitPass { readonly get; set; }

    /// <summary>EInt: external interrupts pass unmapped.</summary>
    [Bit(185)]
    public partial bool ExternalInterruptPass { readonly get; set; }

    /// <summary>NMI messages pass unmapped.</summary>
    [Bit(186)]
    public partial bool NmiPass { readonly get; set; }

    /// <summary>IntCtl: what becomes of fixed and arbitrated interrupts; 3 is reserved.</summary>
    [Bits(189, 188), Exhaustive]
    public partial InterruptControl InterruptControl { readonly get; set; }

    /// <summary>Legacy LINT0 messages pass unmapped.</summary>
    [Bit(190)]
    public partial bool Lint0Pass { readonly get; set; }

    /// <summary>Legacy LINT1 messages pass unmapped.</summary>
    [Bit(191)]
    public partial bool Lint1Pass { readonly get; set; }

    /// <summary>vImuEn: the device belongs to a guest of the hardware-virtualised IOMMU.</summary>
    [Bit(207), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial bool VirtualImuEnabled { readonly get; set; }

    /// <summary>The ID by which the guest knows the device.</summary>
    [Bits(223, 208), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial DeviceId GuestDeviceId { readonly get; set; }

    /// <summary>The guest of the hardware-virtualised IOMMU that owns the device.</summary>
    [Bits(239, 224), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial GuestId GuestId { readonly get; set; }

    /// <summary>Free for software; the hardware ignores it.</summary>
    [Bit(245)]
    public partial bool Software { readonly get; set; }

    /// <summary>AttrV: the attribute fields hold.</summary>
    [Bit(246), AvailableWhen(nameof(IommuCapabilities.AttributeForwarding))]
    public partial bool AttributesValid { readonly get; set; }

    /// <summary>Mode0FC: accesses without host translation are forced coherent.</summary>
    [Bit(247), AvailableWhen(nameof(IommuCapabilities.AttributeForwarding))]
    public partial bool ForceCoherentUntranslated { readonly get; set; }

    /// <summary>SnoopAttr: the snoop attribute of each memory type.</summary>
    [Bits(255, 248), AvailableWhen(nameof(IommuCapabilities.AttributeForwarding))]
    public partial byte SnoopAttribute { readonly get; set; }
}
