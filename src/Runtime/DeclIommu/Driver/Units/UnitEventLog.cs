using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The event log of one unit, read by the driver.</summary>
internal sealed class UnitEventLog(UnitRegisters registers, IPhysicalMemory memory, ulong address, ulong length)
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private uint _head;

    public ulong Address => address;

    public ulong Length => length;

    public void Restart()
    {
        lock (_gate)
        {
            _head = 0;
        }
    }

    public bool TryRead(out EventLogEntry entry)
    {
        entry = default;
        lock (_gate)
        {
            if (_head == registers.ReadPointer(RegisterOffset.EventLogTail) || !memory.TryGetSpan(address + _head, EventLogEntry.SizeInBytes, out Span<byte> bytes))
            {
                return false;
            }

            entry = EventLogEntry.Read(bytes);

            // The entry may come after the tail that announces it; its code, written last, is never 0 (erratum 732). Zeroed for the next time round.
            if (entry.Code == 0)
            {
                return false;
            }

            bytes.Clear();
            _head = (uint)((_head + EventLogEntry.SizeInBytes) % length);
            registers.WritePointer(RegisterOffset.EventLogHead, _head);
            return true;
        }
    }
}
