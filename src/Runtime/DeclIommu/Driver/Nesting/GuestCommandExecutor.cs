using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Turns the commands of one guest into commands for the units, one by one; they are sent whenever the guest is due to be told something, and at the end.</summary>
/// <remarks>Nothing that the guest writes reaches a unit untranslated: domain IDs go through its map, device IDs through its devices.</remarks>
internal struct GuestCommandExecutor(VirtualIommu guest, FlushBatch batch, IGuestCommandObserver observer) : ICommandHandler
{
    private Command _due;
    private bool _isIllegal;

    /// <summary>Where the commands for the units go.</summary>
    public FlushBatch Batch { get; set; } = batch;

    /// <summary>Whether the observer must be told of the last command, once all that came before is done.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Takes one command.</summary>
    /// <returns>False if there is none, or if it is one that the guest's IOMMU calls illegal.</returns>
    public bool TryTake(ReadOnlySpan<byte> commands, int index)
    {
        int start = index * Command.SizeInBytes;
        if (commands.Length - start < Command.SizeInBytes)
        {
            return false;
        }

        _due = Command.Read(commands.Slice(start, Command.SizeInBytes));
        IsDue = false;
        Command.Dispatch(commands.Slice(start, Command.SizeInBytes), ref this);
        return !_isIllegal;
    }

    /// <summary>Tells the observer of the last command.</summary>
    public readonly void Tell()
    {
        if (_due.TryAs(out CompletionWait wait))
        {
            observer.OnCompletionWait(wait);
        }
        else if (_due.TryAs(out InvalidateDeviceTableEntry entry) && guest.FindDevice(entry.DeviceId) is { } device)
        {
            observer.OnDeviceTableEntryInvalidated(entry.DeviceId, device);
        }
        else if (_due.TryAs(out InvalidateInterruptTable table) && guest.FindDevice(table.DeviceId) is { } source)
        {
            observer.OnInterruptTableInvalidated(table.DeviceId, source);
        }
        else if (_due.TryAs(out InvalidateIommuAll _))
        {
            foreach ((ushort id, IommuEndpoint endpoint) in guest.SnapshotDevices())
            {
                observer.OnDeviceTableEntryInvalidated(new DeviceId(id), endpoint);
                observer.OnInterruptTableInvalidated(new DeviceId(id), endpoint);
            }
        }
    }

    public void OnCompletionWait(in CompletionWait command) => IsDue = Accepts(command.TryValidate(out _));

    // Attaching waits for units itself; what the guest asked for before comes before.
    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command) =>
        IsDue = Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is not null;

    private readonly void Invalidate(ushort guestDomainId, InvalidateIommuPages command)
    {
        if (guest.TryJoin(guestDomainId) is not { } mapping)
        {
            return;
        }

        // The mapping is held meanwhile, so that its ID cannot come to stand for something else.
        guest.Parent.Presence.AddInvalidation(Batch, mapping.Tag, command);
        guest.Leave(mapping);
    }

    public void OnInvalidateIommuPages(in InvalidateIommuPages command)
    {
        if (Accepts(command.TryValidate(out _)))
        {
            Invalidate(command.DomainId.Value, command);
        }
    }

    public void OnInvalidateIotlbPages(in InvalidateIotlbPages command)
    {
        if (Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is { CachesTranslations: true } endpoint)
        {
            InvalidateIotlbPages translated = command;
            translated.DeviceId = endpoint.DeviceId;
            translated.QueueId = endpoint.DeviceId.Value;
            translated.MaxPending = endpoint.InvalidationQueueDepth;
            Batch.For(endpoint.Unit.Index).Add(translated);
        }
    }

    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command) =>
        IsDue = Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is not null;

    // A hint, which may be passed over.
    public void OnPrefetchIommuPages(in PrefetchIommuPages command) => Accepts(command.TryValidate(out _));

    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command)
    {
        if (Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is { } endpoint)
        {
            CompletePeripheralPageRequest translated = command;
            translated.DeviceId = endpoint.DeviceId;
            Batch.For(endpoint.Unit.Index).Add(translated);
        }
    }

    public void OnInvalidateIommuAll(in InvalidateIommuAll command)
    {
        if (!Accepts(command.TryValidate(out _)))
        {
            return;
        }

        // Of the units' caches only what is this guest's.
        foreach (GuestDomainMappingInfo mapping in guest.Mappings)
        {
            Invalidate(mapping.GuestDomainId, FlushCommands.Everything(default));
        }

        IsDue = true;
    }

    public void OnInsertGuestEvent(in InsertGuestEvent command) => _isIllegal = true;

    public void OnResetVirtualMmio(in ResetVirtualMmio command) => _isIllegal = true;

    public void OnUnknown(in Command raw) => _isIllegal = true;

    private bool Accepts(bool isValid)
    {
        _isIllegal = !isValid;
        return isValid;
    }
}
