namespace DeclIommu.Formats;

/// <content>What a write does beyond storing. AMD IOMMU specification, 48882, MMIO registers.</content>
public partial struct IommuRegisters
{
    private const byte SmallestRing = 8;

    /// <summary>Counts the times that software moved the head of the stopped command buffer: a command fetched before does not move it any more.</summary>
    internal int CommandBufferMoves { readonly get; private set; }

    /// <summary>Gives the registers the values that they have when the device is switched on.</summary>
    internal void SwitchOn(ExtendedFeatureRegister features, ExtendedFeature2Register features2)
    {
        Reset();
        Capabilities = new IommuCapabilities(features, features2);
        ExtendedFeatures = features;
        ExtendedFeatures2 = features2;
        CommandBufferBase = new CommandBufferBaseRegister { Length = SmallestRing };
        EventLogBase = new EventLogBaseRegister { Length = SmallestRing };
        EventLogBBase = new EventLogBaseRegister { Length = SmallestRing };
        PageRequestLogBase = new PageRequestLogBaseRegister { Length = SmallestRing };
        PageRequestLogBBase = new PageRequestLogBaseRegister { Length = SmallestRing };
        GuestVirtualApicLogBase = new GuestVirtualApicLogBaseRegister { Length = SmallestRing };
        CommandBufferMoves++;
    }

    partial void OnCommandBufferBaseWriting(CommandBufferBaseRegister before, ref CommandBufferBaseRegister after)
    {
        if (Status.CommandBufferRunning || after.Length < SmallestRing)
        {
            after = before;
        }
    }

    partial void OnCommandBufferBaseWritten(CommandBufferBaseRegister before, CommandBufferBaseRegister after)
    {
        if (!Status.CommandBufferRunning)
        {
            CommandBufferHead = default;
            CommandBufferTail = default;
            CommandBufferMoves++;
        }
    }

    partial void OnCommandBufferHeadWriting(RingPointerRegister before, ref RingPointerRegister after)
    {
        if (Status.CommandBufferRunning || after.Offset >= CommandBufferBase.LengthInBytes)
        {
            after = before;
        }
        else
        {
            CommandBufferMoves++;
        }
    }

    partial void OnCommandBufferTailWriting(RingPointerRegister before, ref RingPointerRegister after)
    {
        if (after.Offset >= CommandBufferBase.LengthInBytes)
        {
            after = before;
        }
    }

    partial void OnEventLogBaseWriting(EventLogBaseRegister before, ref EventLogBaseRegister after)
    {
        if (Status.EventLogRunning || after.Length < SmallestRing)
        {
            after = before;
        }
    }

    partial void OnEventLogBaseWritten(EventLogBaseRegister before, EventLogBaseRegister after)
    {
        if (!Status.EventLogRunning)
        {
            EventLogHead = default;
            EventLogTail = default;
        }
    }

    partial void OnEventLogHeadWriting(RingPointerRegister before, ref RingPointerRegister after)
    {
        if (after.Offset >= EventLogBase.LengthInBytes)
        {
            after = before;
        }
    }

    partial void OnEventLogTailWriting(RingPointerRegister before, ref RingPointerRegister after)
    {
        if (Status.EventLogRunning || after.Offset >= EventLogBase.LengthInBytes)
        {
            after = before;
        }
    }

    partial void OnControlWriting(ControlRegister before, ref ControlRegister after)
    {
        if (after.DeviceTableSegments > ExtendedFeatures.DeviceTableSegments)
        {
            after.DeviceTableSegments = before.DeviceTableSegments;
        }
    }

    partial void OnControlWritten(ControlRegister before, ControlRegister after)
    {
        StatusRegister status = Status;
        if (after.EventLogEnabled && !before.EventLogEnabled)
        {
            status.EventOverflow = false;
        }

        // A ring that an error has stopped starts again only when its enable, or the IOMMU's, goes from 0 to 1.
        status.CommandBufferRunning = after.CommandBufferEnabled && after.IommuEnabled
            && (status.CommandBufferRunning || !(before.CommandBufferEnabled && before.IommuEnabled));
        status.EventLogRunning = after.EventLogEnabled && after.IommuEnabled
            && (status.EventLogRunning || (!(before.EventLogEnabled && before.IommuEnabled) && !status.EventOverflow));
        status.PageRequestLogRunning = after.PageRequestLogEnabled && after.IommuEnabled && ExtendedFeatures.PageRequestsSupported;
        status.GuestVirtualApicLogRunning = after.GuestVirtualApicLogEnabled && after.IommuEnabled && ExtendedFeatures.GuestVirtualApicSupported;
        Status = status;
    }
}
