using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The registers of an IOMMU, from its base address.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers. Each half of a 64-bit register takes effect by itself. Registers and fields of features that <c>Capabilities</c> lacks read zero and ignore writes. The extended features are zero after reset: the device gives them their values.</remarks>
[RegisterBank(0x4000, Capabilities = typeof(IommuCapabilities), Widths = AccessWidths.Four | AccessWidths.Eight, Alignment = AccessAlignment.Natural, Miss = MissPolicy.ReadZero)]
public partial struct IommuRegisters
{
    /// <summary>Where the device table lies.</summary>
    [Register(0x0000)]
    public partial DeviceTableBaseRegister DeviceTableBase { readonly get; set; }

    /// <summary>Where the command buffer lies.</summary>
    [Register(0x0008)]
    public partial CommandBufferBaseRegister CommandBufferBase { readonly get; set; }

    /// <summary>Where the event log lies.</summary>
    [Register(0x0010)]
    public partial EventLogBaseRegister EventLogBase { readonly get; set; }

    /// <summary>What the IOMMU does.</summary>
    [Register(0x0018)]
    public partial ControlRegister Control { readonly get; set; }

    /// <summary>The start of the exclusion range.</summary>
    [Register(0x0020)]
    public partial ExclusionBaseRegister ExclusionBase { readonly get; set; }

    /// <summary>The end of the exclusion range.</summary>
    [Register(0x0028)]
    public partial ExclusionLimitRegister ExclusionLimit { readonly get; set; }

    /// <summary>What the IOMMU can do.</summary>
    [Register(0x0030)]
    public partial ExtendedFeatureRegister ExtendedFeatures { readonly get; set; }

    /// <summary>Where the page request log lies.</summary>
    [Register(0x0038), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial PageRequestLogBaseRegister PageRequestLogBase { readonly get; set; }

    /// <summary>The upper half of the last hardware error event.</summary>
    [Register(0x0040), AvailableWhen(nameof(IommuCapabilities.HardwareErrorRegisters))]
    public partial ulong HardwareEventHigh { readonly get; set; }

    /// <summary>The lower half of the last hardware error event.</summary>
    [Register(0x0048), AvailableWhen(nameof(IommuCapabilities.HardwareErrorRegisters))]
    public partial ulong HardwareEventLow { readonly get; set; }

    /// <summary>Whether there is a hardware error event.</summary>
    [Register(0x0050), AvailableWhen(nameof(IommuCapabilities.HardwareErrorRegisters))]
    public partial HardwareEventStatusRegister HardwareEventStatus { readonly get; set; }

    /// <summary>A device that may send system management interrupts.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0060), Repeat(16, stride: 8), AvailableWhen(nameof(IommuCapabilities.SmiFilter))]
    public readonly partial SmiFilterRegister GetSmiFilter(int index);

    /// <summary>A device that may send system management interrupts.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetSmiFilter(int index, SmiFilterRegister value);

    /// <summary>Where the guest virtual APIC log lies.</summary>
    [Register(0x00E0), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial GuestVirtualApicLogBaseRegister GuestVirtualApicLogBase { readonly get; set; }

    /// <summary>Where the tail of that log is mirrored.</summary>
    [Register(0x00E8), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial GuestVirtualApicLogTailAddressRegister GuestVirtualApicLogTailAddress { readonly get; set; }

    /// <summary>Where page request log B lies.</summary>
    [Register(0x00F0), AvailableWhen(nameof(IommuCapabilities.DualPageRequestLog))]
    public partial PageRequestLogBaseRegister PageRequestLogBBase { readonly get; set; }

    /// <summary>Where event log B lies.</summary>
    [Register(0x00F8), AvailableWhen(nameof(IommuCapabilities.DualEventLog))]
    public partial EventLogBaseRegister EventLogBBase { readonly get; set; }

    /// <summary>Where device table segments 1 to 7 lie; index 0 is segment 1.</summary>
    /// <param name="index">0 to 6.</param>
    [Register(0x0100), Repeat(7, stride: 8), AvailableWhen(nameof(IommuCapabilities.DeviceTableSegments))]
    public readonly partial DeviceTableSegmentBaseRegister GetDeviceTableSegmentBase(int index);

    /// <summary>Where device table segments 1 to 7 lie; index 0 is segment 1.</summary>
    /// <param name="index">0 to 6.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetDeviceTableSegmentBase(int index, DeviceTableSegmentBaseRegister value);

    /// <summary>DSFX: device-specific features.</summary>
    [Register(0x0138)]
    public partial DeviceSpecificReadOnlyRegister DeviceSpecificFeatures { readonly get; set; }

    /// <summary>DSCX: device-specific controls.</summary>
    [Register(0x0140)]
    public partial DeviceSpecificRegister DeviceSpecificControl { readonly get; set; }

    /// <summary>DSSX: device-specific status.</summary>
    [Register(0x0148)]
    public partial DeviceSpecificReadOnlyRegister DeviceSpecificStatus { readonly get; set; }

    /// <summary>The MSI messages of events and page requests.</summary>
    [Register(0x0150)]
    public partial MsiVector0Register MsiVector0 { readonly get; set; }

    /// <summary>The MSI message of the guest virtual APIC log.</summary>
    [Register(0x0154)]
    public partial MsiVector1Register MsiVector1 { readonly get; set; }

    /// <summary>The mirror of the MSI capability header.</summary>
    [Register(0x0158), AvailableWhen(nameof(IommuCapabilities.MsiCapabilityMirror))]
    public partial MsiCapabilityHeaderRegister MsiCapabilityHeader { readonly get; set; }

    /// <summary>The mirror of the lower half of the MSI address.</summary>
    [Register(0x015C), AvailableWhen(nameof(IommuCapabilities.MsiCapabilityMirror))]
    public partial MsiAddressLowRegister MsiAddressLow { readonly get; set; }

    /// <summary>The mirror of the upper half of the MSI address.</summary>
    [Register(0x0160), AvailableWhen(nameof(IommuCapabilities.MsiCapabilityMirror))]
    public partial uint MsiAddressHigh { readonly get; set; }

    /// <summary>The mirror of the MSI data.</summary>
    [Register(0x0164), AvailableWhen(nameof(IommuCapabilities.MsiCapabilityMirror))]
    public partial MsiDataRegister MsiData { readonly get; set; }

    /// <summary>The mirror of the MSI mapping capability header.</summary>
    [Register(0x0168), AvailableWhen(nameof(IommuCapabilities.MsiCapabilityMirror))]
    public partial MsiMappingCapabilityHeaderRegister MsiMappingCapabilityHeader { readonly get; set; }

    /// <summary>Performance optimisations.</summary>
    [Register(0x016C), AvailableWhen(nameof(IommuCapabilities.PerformanceOptimization))]
    public partial PerformanceOptimizationControlRegister PerformanceOptimizationControl { readonly get; set; }

    /// <summary>Where event interrupts go in x2APIC mode.</summary>
    [Register(0x0170), AvailableWhen(nameof(IommuCapabilities.X2Apic))]
    public partial X2ApicInterruptControlRegister X2ApicInterruptControl { readonly get; set; }

    /// <summary>Where page request interrupts go in x2APIC mode.</summary>
    [Register(0x0178), AvailableWhen(nameof(IommuCapabilities.X2Apic))]
    public partial X2ApicInterruptControlRegister X2ApicPageRequestInterruptControl { readonly get; set; }

    /// <summary>Where guest virtual APIC log interrupts go in x2APIC mode.</summary>
    [Register(0x0180), AvailableWhen(nameof(IommuCapabilities.X2Apic))]
    public partial X2ApicInterruptControlRegister X2ApicGuestVirtualApicInterruptControl { readonly get; set; }

    /// <summary>The status of hardware virtualisation; its bits are not publicly described.</summary>
    [Register(0x0190), Access(Access.WriteOneToClear), AvailableWhen(nameof(IommuCapabilities.VirtualIommu))]
    public partial ulong VirtualIommuStatus { readonly get; set; }

    /// <summary>What more the IOMMU can do.</summary>
    [Register(0x01A0)]
    public partial ExtendedFeature2Register ExtendedFeatures2 { readonly get; set; }

    /// <summary>Where a routed range starts.</summary>
    /// <param name="index">0 to 3.</param>
    [Register(0x0200), Repeat(4, stride: 24), AvailableWhen(nameof(IommuCapabilities.MemoryAccessRouting))]
    public readonly partial MemoryAccessRoutingBaseRegister GetMemoryAccessRoutingBase(int index);

    /// <summary>Where a routed range starts.</summary>
    /// <param name="index">0 to 3.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetMemoryAccessRoutingBase(int index, MemoryAccessRoutingBaseRegister value);

    /// <summary>Where a routed range is moved to.</summary>
    /// <param name="index">0 to 3.</param>
    [Register(0x0208), Repeat(4, stride: 24), AvailableWhen(nameof(IommuCapabilities.MemoryAccessRouting))]
    public readonly partial MemoryAccessRoutingRelocationRegister GetMemoryAccessRoutingRelocation(int index);

    /// <summary>Where a routed range is moved to.</summary>
    /// <param name="index">0 to 3.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetMemoryAccessRoutingRelocation(int index, MemoryAccessRoutingRelocationRegister value);

    /// <summary>How long a routed range is.</summary>
    /// <param name="index">0 to 3.</param>
    [Register(0x0210), Repeat(4, stride: 24), AvailableWhen(nameof(IommuCapabilities.MemoryAccessRouting))]
    public readonly partial MemoryAccessRoutingLengthRegister GetMemoryAccessRoutingLength(int index);

    /// <summary>How long a routed range is.</summary>
    /// <param name="index">0 to 3.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetMemoryAccessRoutingLength(int index, MemoryAccessRoutingLengthRegister value);

    /// <summary>The next command that the IOMMU fetches.</summary>
    [Register(0x2000)]
    public partial RingPointerRegister CommandBufferHead { readonly get; set; }

    /// <summary>The next command that software writes.</summary>
    [Register(0x2008)]
    public partial RingPointerRegister CommandBufferTail { readonly get; set; }

    /// <summary>The next event that software reads.</summary>
    [Register(0x2010)]
    public partial RingPointerRegister EventLogHead { readonly get; set; }

    /// <summary>The next event that the IOMMU writes.</summary>
    [Register(0x2018)]
    public partial RingPointerRegister EventLogTail { readonly get; set; }

    /// <summary>What has happened, and what runs.</summary>
    [Register(0x2020)]
    public partial StatusRegister Status { readonly get; set; }

    /// <summary>The next page request that software reads.</summary>
    [Register(0x2030), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial RingPointerRegister PageRequestLogHead { readonly get; set; }

    /// <summary>The next page request that the IOMMU writes.</summary>
    [Register(0x2038), AvailableWhen(nameof(IommuCapabilities.PeripheralPageRequests))]
    public partial RingPointerRegister PageRequestLogTail { readonly get; set; }

    /// <summary>The next guest virtual APIC log entry that software reads.</summary>
    [Register(0x2040), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial GuestVirtualApicLogPointerRegister GuestVirtualApicLogHead { readonly get; set; }

    /// <summary>The next guest virtual APIC log entry that the IOMMU writes.</summary>
    [Register(0x2048), AvailableWhen(nameof(IommuCapabilities.GuestVirtualApicLog))]
    public partial GuestVirtualApicLogPointerRegister GuestVirtualApicLogTail { readonly get; set; }

    /// <summary>The next page request in log B that software reads.</summary>
    [Register(0x2050), AvailableWhen(nameof(IommuCapabilities.DualPageRequestLog))]
    public partial RingPointerRegister PageRequestLogBHead { readonly get; set; }

    /// <summary>The next page request in log B that the IOMMU writes.</summary>
    [Register(0x2058), AvailableWhen(nameof(IommuCapabilities.DualPageRequestLog))]
    public partial RingPointerRegister PageRequestLogBTail { readonly get; set; }

    /// <summary>The next event in log B that software reads.</summary>
    [Register(0x2070), AvailableWhen(nameof(IommuCapabilities.DualEventLog))]
    public partial RingPointerRegister EventLogBHead { readonly get; set; }

    /// <summary>The next event in log B that the IOMMU writes.</summary>
    [Register(0x2078), AvailableWhen(nameof(IommuCapabilities.DualEventLog))]
    public partial RingPointerRegister EventLogBTail { readonly get; set; }

    /// <summary>How the IOMMU answers page requests by itself.</summary>
    [Register(0x2080), AvailableWhen(nameof(IommuCapabilities.PageRequestAutoResponse))]
    public partial PageRequestAutoResponseRegister PageRequestAutoResponse { readonly get; set; }

    /// <summary>When the IOMMU warns that the page request log fills up.</summary>
    [Register(0x2088), AvailableWhen(nameof(IommuCapabilities.PageRequestEarlyOverflow))]
    public partial PageRequestOverflowEarlyRegister PageRequestOverflowEarly { readonly get; set; }

    /// <summary>When the IOMMU warns that page request log B fills up.</summary>
    [Register(0x2090), AvailableWhen(nameof(IommuCapabilities.PageRequestEarlyOverflow))]
    public partial PageRequestOverflowEarlyRegister PageRequestOverflowEarlyB { readonly get; set; }
}
