using System.Numerics;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>Starts and stops a unit, register by register in the order in which Linux does it.</summary>
/// <remarks>The device table is in place before the unit is enabled, and the command buffer is enabled before it: it starts when the unit does.</remarks>
internal sealed class UnitSetup(UnitRegisters registers, IommuUnitOptions options)
{
    // HADUpdate: both, where an entry asks for it.
    private const byte AccessedAndDirtyUpdates = 3;

    public void Run(IommuUnit unit)
    {
        Stop(keepsTranslating: options.KeepsLiveTranslations);
        ControlRegister flags = options.FirmwareFlags;
        ControlRegister control = registers.Control;
        control.HyperTransportTunnelEnabled = flags.HyperTransportTunnelEnabled;
        control.PassPostedWrite = flags.PassPostedWrite;
        control.ResponsePassPostedWrite = flags.ResponsePassPostedWrite;
        control.Isochronous = flags.Isochronous;
        control.Coherent = true;
        control.InvalidationTimeout = InvalidationTimeout.OneSecond;
        control.EnhancedPageRequestHandling = unit.ExtendedFeatures.EnhancedPageRequestHandlingSupported;
        registers.Control = control;

        registers.Write(RegisterOffset.DeviceTableBase, new DeviceTableBaseRegister { Base = unit.DeviceTable.Address, Size = (ushort)(unit.DeviceTable.Frames - 1) }.ToRaw());
        registers.Write(RegisterOffset.CommandBufferBase, new CommandBufferBaseRegister { Base = unit.Queue.Address, Length = (byte)BitOperations.Log2((uint)options.CommandBufferLength) }.ToRaw());
        registers.WritePointer(RegisterOffset.CommandBufferHead, 0);
        registers.WritePointer(RegisterOffset.CommandBufferTail, 0);
        control.CommandBufferEnabled = true;
        registers.Control = control;

        control.GuestTranslationEnabled = unit.ExtendedFeatures.GuestTranslationSupported;
        control.GuestCr3TablePointerTranslated = unit.ExtendedFeatures2.GuestCr3TablePointerTranslationSupported;
        if (unit.SupportsDirtyTracking)
        {
            control.HostAccessUpdateMode = AccessedAndDirtyUpdates;
        }

        registers.Control = control;
        control.IommuEnabled = true;
        registers.Control = control;
        Forget(unit);

        uint logEntries = (uint)(unit.EventLog.Length / EventLogEntry.SizeInBytes);
        registers.Write(RegisterOffset.EventLogBase, new EventLogBaseRegister { Base = unit.EventLog.Address, Length = (byte)BitOperations.Log2(logEntries) }.ToRaw());
        registers.WritePointer(RegisterOffset.EventLogHead, 0);
        registers.WritePointer(RegisterOffset.EventLogTail, 0);
        unit.EventLog.Restart();
        control.EventLogEnabled = true;
        registers.Control = control;
    }

    /// <summary>Takes the command buffer up again after a failure. Translation stays on meanwhile, lest DMA pass untranslated.</summary>
    public void Restart(IommuUnit unit)
    {
        using QueueRestart restart = unit.Queue.BeginRestart();
        ControlRegister control = registers.Control;
        control.CommandBufferEnabled = false;
        registers.Control = control;
        unit.Queue.Empty();
        control.CommandBufferEnabled = true;
        registers.Control = control;
        Forget(unit);
    }

    /// <param name="keepsTranslating">Whether a unit that is on stays on, lest DMA under way pass untranslated.</param>
    public void Stop(bool keepsTranslating = false)
    {
        ControlRegister control = registers.Control;
        control.CommandBufferEnabled = false;
        registers.Control = control;
        control.EventInterruptEnabled = false;
        registers.Control = control;
        control.EventLogEnabled = false;
        registers.Control = control;
        control.IommuEnabled = keepsTranslating && control.IommuEnabled;
        registers.Control = control;
    }

    // Whatever an earlier owner left in the caches. Domain IDs and device IDs have bounds of their own: a unit without the one command gets a loop over each.
    private static void Forget(IommuUnit unit)
    {
        CommandList commands = new();
        if (unit.ExtendedFeatures.InvalidateAllSupported)
        {
            commands.Add(new InvalidateIommuAll());
        }
        else
        {
            for (int device = 0; device < unit.DeviceTable.Count; device++)
            {
                commands.Add(new InvalidateDeviceTableEntry { DeviceId = new DeviceId((ushort)device) });
                commands.Add(new InvalidateInterruptTable { DeviceId = new DeviceId((ushort)device) });
            }

            for (int domain = 0; domain <= ushort.MaxValue; domain++)
            {
                commands.Add(FlushCommands.Everything(new DomainId((ushort)domain)));
            }
        }

        // No command for the caches of the unit reaches those of devices.
        foreach (IommuEndpoint endpoint in unit.SnapshotEndpoints())
        {
            if (endpoint.CachesTranslations)
            {
                commands.Add(FlushCommands.DevicePages(endpoint.DeviceId, endpoint.InvalidationQueueDepth, PageRange.All));
            }
        }

        unit.Queue.Recover(commands.Bytes);
    }
}
