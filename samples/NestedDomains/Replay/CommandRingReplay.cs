using System.Buffers.Binary;
using DeclIommu.Formats;
using NestedDomains.Hardware;

namespace NestedDomains.Replay;

/// <summary>Decodes the recorded command ring, and has the model execute it once more from the oldest command to the newest.</summary>
/// <remarks>Every place that a COMPLETION_WAIT stores to is cleared first: afterwards it must hold what was recorded there.</remarks>
internal sealed class CommandRingReplay(RecordedMachine machine)
{
    private readonly List<string> _differences = [];

    public CommandRingResult Run()
    {
        CommandRing ring = machine.Ring;
        SortedDictionary<string, int> commands = Count();
        Dictionary<ulong, ulong> recorded = ClearStores();
        int executed = Execute();
        CompletionStore[] stores = [.. recorded.Select(store => new CompletionStore(store.Key, store.Value, Word(store.Key)))];
        _differences.AddRange(stores
            .Where(store => store.Recorded != store.Stored)
            .Select(store => $"completion store 0x{store.Address:x}: recorded 0x{store.Recorded:x}, model 0x{store.Stored:x}"));
        return new CommandRingResult(ring.Address, ring.Entries, executed, commands, stores, _differences);
    }

    private SortedDictionary<string, int> Count()
    {
        var commands = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (uint offset in machine.Ring.Offsets().Where(machine.Ring.IsWritten))
        {
            DecodedCommand command = machine.Ring.Decode(offset);
            commands[command.Name] = commands.GetValueOrDefault(command.Name) + 1;
            if (command.Fault is not null)
            {
                _differences.Add($"command ring entry {offset / Command.SizeInBytes}: {command.Name}: {command.Fault}");
            }
        }

        return commands;
    }

    private Dictionary<ulong, ulong> ClearStores()
    {
        var recorded = new Dictionary<ulong, ulong>();
        foreach (uint offset in machine.Ring.Offsets())
        {
            if (machine.Ring[offset].TryAs(out CompletionWait wait)
                && wait.Store
                && recorded.TryAdd(wait.StoreAddress, Word(wait.StoreAddress))
                && machine.Memory.TryGetSpan(wait.StoreAddress, sizeof(ulong), out Span<byte> bytes))
            {
                bytes.Clear();
            }
        }

        return recorded;
    }

    // A tail that meets the head means an empty ring, so a full one goes in two steps.
    private int Execute()
    {
        uint newest = (machine.Head == 0 ? machine.Ring.SizeInBytes : machine.Head) - Command.SizeInBytes;
        uint[] tails = machine.RingIsFull ? [newest, machine.Head] : [machine.Head];
        int executed = 0;
        foreach (uint tail in tails)
        {
            machine.Device.WriteRingPointer(RegisterOffset.CommandBufferTail, tail);
            executed += machine.Device.Step(machine.Ring.Entries);
        }

        uint head = machine.Device.ReadRingPointer(RegisterOffset.CommandBufferHead);
        if (head != machine.Head)
        {
            _differences.Add($"command ring: the recorded IOMMU stood at 0x{machine.Head:x}, the model stopped at 0x{head:x}");
        }

        return executed;
    }

    private ulong Word(ulong address) =>
        machine.Memory.TryGetSpan(address, sizeof(ulong), out Span<byte> bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
}
