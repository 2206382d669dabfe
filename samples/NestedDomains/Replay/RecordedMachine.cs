using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using NestedDomains.Captures;
using NestedDomains.Hardware;

namespace NestedDomains.Replay;

/// <summary>The device model in the state of a capture: its memory, its registers, and its command ring about to be executed once more.</summary>
internal sealed class RecordedMachine : IDisposable
{
    private static readonly byte[] EmptyPage = new byte[SparseMemory.PageSize];

    private readonly Capture _capture;

    private RecordedMachine(Capture capture)
    {
        _capture = capture;
        foreach (CapturedPage page in capture.Pages)
        {
            Memory.Add(page.Address, page.Data);
        }

        DeviceTable = DeviceTableBaseRegister.FromRaw(Required(RegisterOffset.DeviceTableBase).Value);
        RequirePages(Required(RegisterOffset.DeviceTableBase), "device table", DeviceTable.Base, DeviceTable.TableLength);
        CommandBufferBaseRegister ring = CommandBufferBaseRegister.FromRaw(Required(RegisterOffset.CommandBufferBase).Value);
        RequirePages(Required(RegisterOffset.CommandBufferBase), "command ring", ring.Base, ring.LengthInBytes);
        Ring = new CommandRing(Memory, ring.Base, (int)(ring.LengthInBytes / Command.SizeInBytes));
        Head = RingPointer(RegisterOffset.CommandBufferHead);
        AddEventLog();

        Device = new IommuDevice(Memory, new IommuDeviceOptions
        {
            ExecutionMode = ExecutionMode.Stepped,
            ExtendedFeatures = ExtendedFeatureRegister.FromRaw(Required(RegisterOffset.ExtendedFeatures).Value),
        });
    }

    public SparseMemory Memory { get; } = new();

    public IommuDevice Device { get; }

    public DeviceTableBaseRegister DeviceTable { get; }

    public CommandRing Ring { get; }

    /// <summary>Where the recorded IOMMU would have fetched its next command.</summary>
    public uint Head { get; }

    /// <summary>Whether the driver has gone once around the ring, so that every entry holds a command.</summary>
    public bool RingIsFull => Ring.IsWritten(Head);

    /// <summary>The oldest command in the ring: of a full one, the one that the driver would overwrite next.</summary>
    public uint Oldest => RingIsFull ? Head : 0;

    /// <exception cref="CaptureException">The capture lacks what a machine needs.</exception>
    public static RecordedMachine Restore(Capture capture) => new(capture);

    /// <summary>Programs the registers in the order of a driver: buffers, then pointers while nothing runs, then control.</summary>
    public void Program()
    {
        ulong[] later = [RegisterOffset.Control, RegisterOffset.ExtendedFeatures, RegisterOffset.Status, RegisterOffset.CommandBufferHead, RegisterOffset.CommandBufferTail];
        foreach (CapturedRegister register in _capture.Registers.Where(register => !later.Contains(register.Offset)).OrderBy(register => register.Offset))
        {
            // What the model does not have, a performance counter say, it refuses and has no use for.
            _ = Device.TryWriteRegister(register.Offset, register.Value);
        }

        Device.WriteRingPointer(RegisterOffset.CommandBufferHead, Oldest);
        Device.WriteRingPointer(RegisterOffset.CommandBufferTail, Oldest);
        Device.WriteRegister(RegisterOffset.Control, Required(RegisterOffset.Control).Value);
    }

    public void Dispose() => Device.Dispose();

    private CapturedRegister Required(ulong offset) =>
        _capture.Registers.FirstOrDefault(register => register.Offset == offset)
        ?? throw new CaptureException(_capture.File, null, "offset", $"no line of kind 'register' has offset 0x{offset:x}, which the model needs");

    private uint RingPointer(ulong offset)
    {
        CapturedRegister register = Required(offset);
        uint pointer = RingPointerRegister.FromRaw(register.Value).Offset;
        return pointer < Ring.SizeInBytes
            ? pointer
            : throw new CaptureException(_capture.File, register.Line, "value", $"0x{register.Value:x} points past the end of the command ring of {Ring.SizeInBytes} bytes");
    }

    private void RequirePages(CapturedRegister register, string what, ulong address, ulong length)
    {
        for (ulong page = address; page < address + length; page += SparseMemory.PageSize)
        {
            if (!Memory.TryGetSpan(page, SparseMemory.PageSize, out _))
            {
                throw new CaptureException(_capture.File, register.Line, "value", $"0x{register.Value:x} places the {what} at 0x{address:x}..0x{address + length - 1:x}, but page 0x{page:x} was not recorded");
            }
        }
    }

    // The recording leaves the event log out. It has to be there all the same, or an event of the model would go unseen.
    private void AddEventLog()
    {
        EventLogBaseRegister log = EventLogBaseRegister.FromRaw(Required(RegisterOffset.EventLogBase).Value);
        for (ulong page = log.Base; page < log.Base + log.LengthInBytes; page += SparseMemory.PageSize)
        {
            if (!Memory.TryGetSpan(page, SparseMemory.PageSize, out _))
            {
                Memory.Add(page, EmptyPage);
            }
        }
    }
}
