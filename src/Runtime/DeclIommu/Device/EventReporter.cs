using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Puts faults into the words of the event log. AMD IOMMU specification, 48882, event log.</summary>
/// <remarks>Raises interrupts: call it with no lock held.</remarks>
internal sealed class EventReporter(RegisterFile registers, IPhysicalMemory memory, IInterruptSink? interrupts)
{
    private const ulong IllegalEntryGranule = 4;
    private const ulong HardwareErrorGranule = 16;

    /// <summary>Logs what went wrong with a request of a device, if the specification has an event for it.</summary>
    internal void ReportFault(DmaOutcome outcome, DeviceId device, ulong address, Permissions access, FaultSource source)
    {
        bool isWrite = access.Includes(Permissions.Write);
        Span<byte> entry = stackalloc byte[EventLogEntry.SizeInBytes];
        switch (outcome)
        {
            case DmaOutcome.NotPresent or DmaOutcome.AddressOutOfRange or DmaOutcome.Blocked
                or DmaOutcome.PermissionDenied or DmaOutcome.IllegalPageTableEntry:
                if (source.Context is { } context && context.NotePageFault())
                {
                    WritePageFault(entry, outcome, device, context.DomainId, source.Pasid, address, isWrite);
                    Log(entry, isHardwareError: false);
                }

                break;

            case DmaOutcome.IllegalDeviceTableEntry:
                new IllegalDeviceTableEntryEvent
                {
                    DeviceId = device,
                    IsWrite = isWrite,
                    ReservedBitSet = source.Context is not null,
                    Address = address - (address % IllegalEntryGranule),
                }.Write(entry);
                Log(entry, isHardwareError: false);
                break;

            case DmaOutcome.InvalidPasid:
                new InvalidDeviceRequestEvent { DeviceId = device, Pasid = source.Pasid ?? default, IsGuest = true, IsUser = true, Address = address }.Write(entry);
                Log(entry, isHardwareError: false);
                break;

            case DmaOutcome.DeviceTableUnreadable:
                new DeviceTableHardwareErrorEvent
                {
                    DeviceId = device,
                    IsWrite = isWrite,
                    ErrorType = HardwareErrorType.MasterAbort,
                    Address = source.TableAddress - (source.TableAddress % HardwareErrorGranule),
                }.Write(entry);
                Log(entry, isHardwareError: true);
                break;

            case DmaOutcome.PageTableUnreadable:
                PageTableHardwareErrorEvent unreadable = new()
                {
                    DeviceId = device,
                    DomainId = source.Context?.DomainId ?? default,
                    IsWrite = isWrite,
                    ErrorType = HardwareErrorType.MasterAbort,
                    Address = source.TableAddress,
                };
                if (source.Pasid is { } pasid)
                {
                    unreadable.IsGuest = true;
                    unreadable.Pasid = pasid;
                }

                unreadable.Write(entry);
                Log(entry, isHardwareError: true);
                break;
        }
    }

    /// <summary>Logs that a command is illegal.</summary>
    internal void ReportIllegalCommand(ulong commandAddress)
    {
        Span<byte> entry = stackalloc byte[EventLogEntry.SizeInBytes];
        new IllegalCommandEvent { Address = commandAddress }.Write(entry);
        Log(entry, isHardwareError: false);
    }

    /// <summary>Logs that no memory backs a command, or the place that it stores to.</summary>
    internal void ReportCommandHardwareError(ulong address)
    {
        Span<byte> entry = stackalloc byte[EventLogEntry.SizeInBytes];
        new CommandHardwareErrorEvent { ErrorType = HardwareErrorType.MasterAbort, Address = address - (address % HardwareErrorGranule) }.Write(entry);
        Log(entry, isHardwareError: true);
    }

    private static void WritePageFault(Span<byte> entry, DmaOutcome outcome, DeviceId device, DomainId domain, Pasid? pasid, ulong address, bool isWrite)
    {
        IoPageFaultEvent fault = new()
        {
            DeviceId = device,
            DomainId = domain,
            IsPresent = outcome is DmaOutcome.PermissionDenied or DmaOutcome.IllegalPageTableEntry,
            IsWrite = isWrite,
            PermissionDenied = outcome == DmaOutcome.PermissionDenied,
            ReservedBitSet = outcome == DmaOutcome.IllegalPageTableEntry,
            Address = address,
        };
        if (pasid is { } guest)
        {
            fault.IsGuest = true;
            fault.IsUser = true;
            fault.Pasid = guest;
        }

        fault.Write(entry);
    }

    private void Log(ReadOnlySpan<byte> entry, bool isHardwareError)
    {
        if (registers.LogEvent(memory, entry, isHardwareError))
        {
            interrupts?.Raise(InterruptSource.EventLog);
        }
    }
}
