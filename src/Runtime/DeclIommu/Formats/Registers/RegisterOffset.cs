namespace DeclIommu.Formats;

/// <summary>Where the registers lie that a driver needs before it knows anything else: byte offsets from the base address of the IOMMU.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers.</remarks>
public static class RegisterOffset
{
    /// <summary>Where the device table lies.</summary>
    public const ulong DeviceTableBase = 0x0000;

    /// <summary>Where the command buffer lies.</summary>
    public const ulong CommandBufferBase = 0x0008;

    /// <summary>Where the event log lies.</summary>
    public const ulong EventLogBase = 0x0010;

    /// <summary>What the IOMMU does.</summary>
    public const ulong Control = 0x0018;

    /// <summary>What the IOMMU can do.</summary>
    public const ulong ExtendedFeatures = 0x0030;

    /// <summary>Whether there is a hardware error event.</summary>
    public const ulong HardwareEventStatus = 0x0050;

    /// <summary>What else the IOMMU can do.</summary>
    public const ulong ExtendedFeatures2 = 0x01A0;

    /// <summary>The next command that the IOMMU fetches.</summary>
    public const ulong CommandBufferHead = 0x2000;

    /// <summary>The end of the commands that software has written.</summary>
    public const ulong CommandBufferTail = 0x2008;

    /// <summary>The next event that software reads.</summary>
    public const ulong EventLogHead = 0x2010;

    /// <summary>The end of the events that the IOMMU has written.</summary>
    public const ulong EventLogTail = 0x2018;

    /// <summary>What has happened, and what runs.</summary>
    public const ulong Status = 0x2020;
}
