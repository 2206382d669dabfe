using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Turns the commands of one guest into commands for the units, one by one; they are sent at each completion wait, and at the end.</summary>
/// <remarks>Nothing that the guest writes reaches a unit untranslated: domain IDs go through its map, device IDs through its devices.</remarks>
internal struct GuestCommandExecutor(VirtualIommu guest, FlushBatch batch, IGuestCommandObserver observer) : ICommandHandler
{
    /// <summary>Whether the last command was one that the guest's IOMMU calls illegal.</summary>
    public bool IsIllegal { get; private set; }

    public void OnCompletionWait(in CompletionWait command)
    {
        if (Accepts(command.TryValidate(out _)))
        {
            Flush();
            observer.OnCompletionWait(command);
        }
    }

    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command)
    {
        if (Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is { } endpoint)
        {
            // Attaching waits for units itself; what the guest asked for before comes before.
            Flush();
            observer.OnDeviceTableEntryInvalidated(command.DeviceId, endpoint);
        }
    }

    private readonly void Invalidate(ushort guestDomainId, InvalidateIommuPages command)
    {
        if (guest.TryJoin(guestDomainId) is not { } mapping)
        {
            return;
        }

        // The mapping is held meanwhile, so that its ID cannot come to stand for something else.
        guest.Parent.Presence.AddInvalidation(batch, mapping.Tag, command);
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
            batch.For(endpoint.Unit.Index).Add(translated);
        }
    }

    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command)
    {
        if (Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is { } endpoint)
        {
            Flush();
            observer.OnInterruptTableInvalidated(command.DeviceId, endpoint);
        }
    }

    // A hint, which may be passed over.
    public void OnPrefetchIommuPages(in PrefetchIommuPages command) => Accepts(command.TryValidate(out _));

    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command)
    {
        if (Accepts(command.TryValidate(out _)) && guest.FindDevice(command.DeviceId) is { } endpoint)
        {
            CompletePeripheralPageRequest translated = command;
            translated.DeviceId = endpoint.DeviceId;
            batch.For(endpoint.Unit.Index).Add(translated);
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

        Flush();
        foreach ((ushort device, IommuEndpoint endpoint) in guest.SnapshotDevices())
        {
            observer.OnDeviceTableEntryInvalidated(new DeviceId(device), endpoint);
            observer.OnInterruptTableInvalidated(new DeviceId(device), endpoint);
        }
    }

    public void OnInsertGuestEvent(in InsertGuestEvent command) => IsIllegal = true;

    public void OnResetVirtualMmio(in ResetVirtualMmio command) => IsIllegal = true;

    public void OnUnknown(in Command raw) => IsIllegal = true;

    /// <summary>Sends what has come together, and waits for it.</summary>
    public readonly void Flush()
    {
        IommuUnitFailedException? failure = batch.Execute(out _);
        batch.Clear();
        if (failure is not null)
        {
            throw failure;
        }
    }

    private bool Accepts(bool isValid)
    {
        IsIllegal = !isValid;
        return isValid;
    }
}
