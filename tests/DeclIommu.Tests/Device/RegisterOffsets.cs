namespace DeclIommu.Tests.Device;

/// <summary>Offsets of registers, from AMD's specification 48882.</summary>
internal static class RegisterOffsets
{
    public const ulong DeviceTableBase = 0x0000;
    public const ulong CommandBufferBase = 0x0008;
    public const ulong EventLogBase = 0x0010;
    public const ulong Control = 0x0018;
    public const ulong ExtendedFeatures = 0x0030;
    public const ulong HardwareEventHigh = 0x0040;
    public const ulong HardwareEventLow = 0x0048;
    public const ulong HardwareEventStatus = 0x0050;
    public const ulong CommandBufferHead = 0x2000;
    public const ulong CommandBufferTail = 0x2008;
    public const ulong EventLogHead = 0x2010;
    public const ulong EventLogTail = 0x2018;
    public const ulong Status = 0x2020;

    public const ulong IommuEnable = 0x1;
    public const ulong EventLogEnable = 0x4;
    public const ulong EventInterruptEnable = 0x8;
    public const ulong CompletionWaitInterruptEnable = 0x10;
    public const ulong CommandBufferEnable = 0x1000;
    public const ulong ControlOfRunningDriver = IommuEnable | EventLogEnable | EventInterruptEnable | CommandBufferEnable;
}
