using System.Buffers.Binary;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>A guest's memory with an IOMMU set up in it as a driver would, to be broken in one place by a test.</summary>
internal sealed class Machine : IDisposable, IInterruptSink
{
    public const ulong MemorySize = 0x100_0000;
    public const ulong CommandRing = 0x1000;
    public const ulong EventLog = 0x2000;
    public const ulong Semaphore = 0x3000;
    public const ulong DeviceTable = 0x1_0000;
    public const ulong Data = 0x80_0000;
    public const int RingLength = 4096;
    public const int DeviceTablePages = 16;

    private readonly Lock _raisedLock = new();
    private readonly List<InterruptSource> _raised = [];
    private ulong _nextTable = 0x10_0000;
    private ulong _tail;

    public Machine(IommuDeviceOptions? options = null, ulong control = RegisterOffsets.ControlOfRunningDriver, bool hasFlatMemory = true)
    {
        options ??= new IommuDeviceOptions();
        Device = new IommuDevice(hasFlatMemory ? Memory : new PagewiseMemory(Memory), new IommuDeviceOptions
        {
            ExecutionMode = options.ExecutionMode,
            Caching = options.Caching,
            TranslationCacheCapacity = options.TranslationCacheCapacity,
            PrefetchedPages = options.PrefetchedPages,
            ExtendedFeatures = options.ExtendedFeatures,
            ExtendedFeatures2 = options.ExtendedFeatures2,
            BetweenDeviceTableEntryHalves = options.BetweenDeviceTableEntryHalves,
            Interrupts = this,
        });
        WriteRegister(RegisterOffsets.DeviceTableBase, DeviceTable + DeviceTablePages - 1);
        WriteRegister(RegisterOffsets.CommandBufferBase, CommandRing + 0x0800_0000_0000_0000);
        WriteRegister(RegisterOffsets.EventLogBase, EventLog + 0x0800_0000_0000_0000);
        WriteRegister(RegisterOffsets.Control, control);
    }

    public static IommuDeviceOptions Stepped { get; } = new() { ExecutionMode = ExecutionMode.Stepped, Caching = CacheBehavior.Adversarial };

    public PhysicalMemory Memory { get; } = new(MemorySize);

    public IommuDevice Device { get; }

    public IReadOnlyList<InterruptSource> Raised
    {
        get
        {
            lock (_raisedLock)
            {
                return [.. _raised];
            }
        }
    }

    public StatusRegister Status => StatusRegister.FromRaw(ReadRegister(RegisterOffsets.Status));

    public void Raise(InterruptSource source)
    {
        lock (_raisedLock)
        {
            _raised.Add(source);
        }
    }

    public void Dispose() => Device.Dispose();

    public ulong ReadRegister(ulong offset)
    {
        Span<byte> bytes = stackalloc byte[8];
        Assert.Equal(AccessResult.Done, Device.Read(offset, bytes));
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public void WriteRegister(ulong offset, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Assert.Equal(AccessResult.Done, Device.Write(offset, bytes));
    }

    public void WriteHalf(ulong offset, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Assert.Equal(AccessResult.Done, Device.Write(offset, bytes));
    }

    public ulong ReadWord(ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(address, 8));

    public void WriteWord(ulong address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Bytes(address, 8), value);

    public Span<byte> Bytes(ulong address, int length)
    {
        Assert.True(Memory.TryGetSpan(address, length, out Span<byte> bytes));
        return bytes;
    }

    public void SetEntry(DeviceId device, in DeviceTableEntry entry) =>
        entry.Write(Bytes(DeviceTable + (device.Value * 32ul), 32));

    /// <summary>Puts a device on a host page table.</summary>
    public void Attach(DeviceId device, ushort domain, ulong root, PagingMode mode = PagingMode.ThreeLevels, Permissions permissions = Permissions.ReadWrite) =>
        SetEntry(device, EntryOf(domain, root, mode, permissions));

    public static DeviceTableEntry EntryOf(ushort domain, ulong root, PagingMode mode = PagingMode.ThreeLevels, Permissions permissions = Permissions.ReadWrite) => new()
    {
        IsValid = true,
        TranslationValid = true,
        Mode = mode,
        HostPageTableRoot = root,
        ReadAllowed = permissions.HasFlag(Permissions.Read),
        WriteAllowed = permissions.HasFlag(Permissions.Write),
        DomainId = new DomainId(domain),
    };

    public ulong NewTable()
    {
        ulong table = _nextTable;
        _nextTable += 4096;
        Bytes(table, 4096).Clear();
        return table;
    }

    /// <summary>Maps one 4 KiB page in a table of three levels, with missing tables made.</summary>
    public void Map(ulong root, ulong iova, ulong physical, Permissions permissions = Permissions.ReadWrite)
    {
        ulong table = root;
        for (int level = 3; level > 1; level--)
        {
            ulong entryAddress = table + (8 * (iova / HostTableSize(level) % 512));
            var entry = HostPageTableEntry.FromRaw(ReadWord(entryAddress));
            if (!entry.IsPresent)
            {
                entry = new HostPageTableEntry { IsPresent = true, NextLevel = (byte)(level - 1), Address = NewTable(), ReadAllowed = true, WriteAllowed = true };
                WriteWord(entryAddress, entry.ToRaw());
            }

            table = entry.Address;
        }

        WriteWord(table + (8 * (iova / 4096 % 512)), new HostPageTableEntry
        {
            IsPresent = true,
            Address = physical,
            ReadAllowed = permissions.HasFlag(Permissions.Read),
            WriteAllowed = permissions.HasFlag(Permissions.Write),
        }.ToRaw());
    }

    /// <summary>Takes one 4 KiB page out of a table of three levels.</summary>
    public void Unmap(ulong root, ulong iova)
    {
        ulong table = root;
        for (int level = 3; level > 1; level--)
        {
            table = HostPageTableEntry.FromRaw(ReadWord(table + (8 * (iova / HostTableSize(level) % 512)))).Address;
        }

        WriteWord(table + (8 * (iova / 4096 % 512)), 0);
    }

    /// <summary>Writes a command and moves the tail.</summary>
    public void Submit(UInt128 command)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(Bytes(CommandRing + _tail, 16), command);
        _tail = (_tail + 16) % RingLength;
        WriteRegister(RegisterOffsets.CommandBufferTail, _tail);
    }

    /// <summary>Writes a command, has it executed and checks that it was.</summary>
    public void Execute(UInt128 command)
    {
        Submit(command);
        Assert.Equal(1, Device.Step(int.MaxValue));
        Assert.Equal(_tail, ReadRegister(RegisterOffsets.CommandBufferHead));
    }

    public void InvalidatePages(ushort domain, PageRange range, bool includePageDirectories = true) => Execute(new InvalidateIommuPages
    {
        DomainId = new DomainId(domain),
        Range = range,
        IncludePageDirectories = includePageDirectories,
    }.ToRaw());

    /// <summary>Gives the events logged and not yet taken by software.</summary>
    public IReadOnlyList<UInt128> Events()
    {
        var events = new List<UInt128>();
        for (ulong at = ReadRegister(RegisterOffsets.EventLogHead); at != ReadRegister(RegisterOffsets.EventLogTail); at = (at + 16) % RingLength)
        {
            events.Add(BinaryPrimitives.ReadUInt128LittleEndian(Bytes(EventLog + at, 16)));
        }

        return events;
    }

    /// <summary>Gives the events logged and takes them off the log.</summary>
    public IReadOnlyList<UInt128> TakeEvents()
    {
        IReadOnlyList<UInt128> events = Events();
        WriteRegister(RegisterOffsets.EventLogHead, ReadRegister(RegisterOffsets.EventLogTail));
        return events;
    }

    /// <summary>Does what a driver does about a command that stopped the ring: takes the event, overwrites the command, starts the ring, lets it run.</summary>
    public void SkipFaultyCommand()
    {
        TakeEvents();
        BinaryPrimitives.WriteUInt128LittleEndian(Bytes(CommandRing + ReadRegister(RegisterOffsets.CommandBufferHead), 16), new UInt128(0, 0x1000_0000_0000_0000));
        WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver - RegisterOffsets.CommandBufferEnable);
        WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        Assert.Equal(1, Device.Step(int.MaxValue));
    }

    private static ulong HostTableSize(int level) => level == 3 ? 0x4000_0000ul : 0x20_0000ul;
}
