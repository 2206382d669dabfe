using System.Buffers.Binary;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <content>The event log.</content>
internal sealed partial class RegisterFile
{
    /// <summary>Appends an event, or notes that it was lost.</summary>
    /// <param name="memory">Where the log lies.</param>
    /// <param name="entry">The 16 bytes of the event.</param>
    /// <param name="isHardwareError">Whether the hardware event registers show it too.</param>
    /// <returns>Whether the event log interrupt is to be raised.</returns>
    /// <remarks>A log that is full when an event comes overflows and stops; an event that no memory takes is lost without a trace.</remarks>
    internal bool LogEvent(IPhysicalMemory memory, ReadOnlySpan<byte> entry, bool isHardwareError)
    {
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(entry);
        ulong high = BinaryPrimitives.ReadUInt64LittleEndian(entry[sizeof(ulong)..]);
        lock (_gate)
        {
            if (isHardwareError && Features.HardwareErrorRegistersSupported)
            {
                NoteHardwareError(low, high);
            }

            StatusRegister status = _bank.Status;
            if (!status.EventLogRunning)
            {
                return false;
            }

            uint tail = _bank.EventLogTail.Offset;
            ulong next = tail + (ulong)EventLogEntry.SizeInBytes;
            next = next >= _bank.EventLogBase.LengthInBytes ? 0 : next;
            if (next == _bank.EventLogHead.Offset)
            {
                status.EventOverflow = true;
                status.EventLogRunning = false;
            }
            else
            {
                // The half with the code last, so that a reader who sees the code sees the event.
                ulong address = _bank.EventLogBase.Base + tail;
                if (!memory.TryPublish(address + sizeof(ulong), high) || !memory.TryPublish(address, low))
                {
                    return false;
                }

                _bank.EventLogTail = new RingPointerRegister { Offset = (uint)next };
                status.EventLogInterrupt = true;
            }

            _bank.Status = status;
            return _bank.Control.EventInterruptEnabled;
        }
    }

    [RequiresLock(nameof(_gate))]
    private void NoteHardwareError(ulong low, ulong high)
    {
        HardwareEventStatusRegister status = _bank.HardwareEventStatus;
        if (status.IsValid)
        {
            status.Overflow = true;
        }
        else
        {
            status.IsValid = true;
            _bank.HardwareEventLow = low;
            _bank.HardwareEventHigh = high;
        }

        _bank.HardwareEventStatus = status;
    }
}
