using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A device behind a unit: blocked, or attached to one domain.</summary>
/// <remarks>
/// Safe for concurrent use. Lock: its gate is the first of all that the driver takes, and is held while the unit confirms a change; it guards the device's entry in the
/// device table. Order of locks: endpoint, domain, page table, presence, guest domain map, ID allocator, command queue.
/// </remarks>
public sealed class IommuEndpoint
{
    private readonly IommuHost _host;
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private IommuDomain? _domain;

    // Of which the device may have translations cached that it was not seen to forget: before its entry lets it use any again, it forgets those.
    [GuardedBy(nameof(_gate))]
    private readonly List<Pasid> _leftPasids = [];

    internal IommuEndpoint(IommuHost host, IommuUnit unit, DeviceId device, IommuEndpointOptions options)
    {
        _host = host;
        Unit = unit;
        DeviceId = device;
        CachesTranslations = options.CachesTranslations;
        InvalidationQueueDepth = options.InvalidationQueueDepth;
    }

    /// <summary>The unit that translates for the device.</summary>
    public IommuUnit Unit { get; }

    /// <summary>The ID under which the device sends requests.</summary>
    public DeviceId DeviceId { get; }

    /// <summary>Whether the device caches translations itself.</summary>
    public bool CachesTranslations { get; }

    /// <summary>The domain that the device is attached to; null if it is blocked.</summary>
    public IommuDomain? Domain
    {
        get
        {
            lock (_gate)
            {
                return _domain;
            }
        }
    }

    internal IommuHost Host => _host;

    // The gate guards this device's entry, not the whole table.
    [GuardedBy(nameof(_gate))]
    private HostDeviceTable EntryTable => Unit.DeviceTable;

    internal byte InvalidationQueueDepth { get; }

    /// <summary>Moves the device to a domain, from wherever it is, or away from the one given.</summary>
    /// <param name="target">Where to; null to block it.</param>
    /// <param name="onlyFrom">If not null, nothing happens unless the device is there.</param>
    /// <exception cref="IommuUnitFailedException">The unit has not confirmed: the device is blocked, and in no domain.</exception>
    internal void Move(IommuDomain? target, IommuDomain? onlyFrom)
    {
        IommuUnitFailedException? failure;
        lock (_gate)
        {
            if (ReferenceEquals(_domain, target) || (onlyFrom is not null && !ReferenceEquals(_domain, onlyFrom)))
            {
                return;
            }

            target?.Admit(this);
            failure = Change(target);
            if (failure is not null && target is not null)
            {
                // The unit may have read the new entry or not; either way it has not said so.
                _ = Change(null);
            }
        }

        if (failure is not null)
        {
            Unit.BlockEndpoints();
            throw failure;
        }
    }

    /// <summary>Writes the entry anew, as the domain now wants it.</summary>
    /// <param name="forgetsPasids">Whether the device must forget first what guest tables gave it: its unit had failed, and the entry blocks it.</param>
    /// <returns>Why the unit has not confirmed, if it has not.</returns>
    internal IommuUnitFailedException? Refresh(bool forgetsPasids = false)
    {
        lock (_gate)
        {
            if (_domain is not { } domain)
            {
                return null;
            }

            if (forgetsPasids && CachesTranslations)
            {
                domain.Presence.CopyPasids(domain.Tag, _leftPasids);
            }

            FlushBatch batch = _host.RentBatch();
            try
            {
                return WriteEntry(domain.Compose(this), batch) ?? batch.Execute(out _);
            }
            finally
            {
                _host.ReturnBatch(batch);
            }
        }
    }

    /// <summary>Blocks the device of a failed unit, as far as writing its entry does; it stays attached. Does nothing if the unit was recovered meanwhile.</summary>
    internal void Block()
    {
        lock (_gate)
        {
            // Recovering ends the failure first, and writes each entry anew afterwards.
            if (Unit.Failure is null)
            {
                return;
            }

            DeviceTableEntry live = EntryTable.Read(DeviceId);
            EntryTable.Write(DeviceId, live, DeviceTableEntries.BlockedAfter(live));
        }
    }

    /// <summary>Blocks a device that is in no domain, whatever its entry says.</summary>
    internal void BlockUnlessAttached(FlushBatch batch)
    {
        lock (_gate)
        {
            if (_domain is null)
            {
                DeviceTableEntry live = EntryTable.Read(DeviceId);
                EntryTable.Write(DeviceId, live, DeviceTableEntries.BlockedAfter(live));
                batch.For(Unit.Index).Add(new InvalidateDeviceTableEntry { DeviceId = DeviceId });
            }
        }
    }

    /// <summary>Adds commands that make the device forget all that it got without PASID, and under the PASIDs given.</summary>
    internal void AddForgetting(CommandList commands, List<Pasid> pasids)
    {
        commands.Add(FlushCommands.DevicePages(DeviceId, InvalidationQueueDepth, PageRange.All));
        foreach (Pasid pasid in pasids)
        {
            commands.Add(FlushCommands.GuestDevicePages(DeviceId, InvalidationQueueDepth, pasid, PageRange.All));
        }
    }

    [RequiresLock(nameof(_gate))]
    private IommuUnitFailedException? Change(IommuDomain? target)
    {
        IommuDomain? source = _domain;
        DepartureTicket? departure = source?.BeginLeaving(this);
        FlushBatch batch = _host.RentBatch();
        IommuUnitFailedException? failure;
        try
        {
            failure = WriteEntry(target?.Compose(this) ?? DeviceTableEntries.Blocked, batch);
            _domain = target;
            if (source is not null && departure is { } ticket)
            {
                failure = Leave(source, ticket, batch, failure);
            }
            else
            {
                failure ??= batch.Execute(out _);
            }
        }
        finally
        {
            _host.ReturnBatch(batch);
        }

        return failure;
    }

    [RequiresLock(nameof(_gate))]
    private IommuUnitFailedException? Leave(IommuDomain source, [Consumes] DepartureTicket first, FlushBatch batch, IommuUnitFailedException? failure)
    {
        DepartureTicket? departure = first;
        while (departure is { } ticket)
        {
            if (ticket.IsLast)
            {
                batch.For(Unit.Index).Add(FlushCommands.Everything(new DomainId(source.DomainId.Value)));
            }

            failure ??= batch.Execute(out _);
            batch.Clear();
            failure = ForgetPasids(source, batch, failure);
            departure = source.EndLeaving(ticket, this, confirmed: failure is null);
        }

        return failure;
    }

    // Only now that the unit has forgotten the entry do no more come: what the device has got by PASID under the ID it leaves goes in a batch of its own.
    [RequiresLock(nameof(_gate))]
    private IommuUnitFailedException? ForgetPasids(IommuDomain source, FlushBatch batch, IommuUnitFailedException? failure)
    {
        if (CachesTranslations)
        {
            source.Presence.CopyPasids(source.Tag, _leftPasids);
            failure ??= ForgetLeftPasids(batch);
        }

        return failure;
    }

    [RequiresLock(nameof(_gate))]
    private IommuUnitFailedException? ForgetLeftPasids(FlushBatch batch)
    {
        if (_leftPasids.Count == 0)
        {
            return null;
        }

        AddForgetting(batch.For(Unit.Index), _leftPasids);
        IommuUnitFailedException? failure = batch.Execute(out _);
        batch.Clear();
        if (failure is null)
        {
            _leftPasids.Clear();
        }

        return failure;
    }

    // Adds to the batch what makes the unit read the entry, and the device forget what the old one gave.
    [RequiresLock(nameof(_gate))]
    private IommuUnitFailedException? WriteEntry(DeviceTableEntry wanted, FlushBatch batch)
    {
        DeviceTableEntry live = EntryTable.Read(DeviceId);
        if (wanted.TranslationValid && ForgetLeftPasids(batch) is { } earlier)
        {
            EntryTable.Write(DeviceId, live, DeviceTableEntries.BlockedAfter(live));
            return earlier;
        }

        DeviceTableEntry next = DeviceTableEntries.KeepForeignFields(wanted, live);
        if (HostDeviceTable.NeedsBlockBetween(live, next))
        {
            DeviceTableEntry blocked = DeviceTableEntries.BlockedAfter(live);
            EntryTable.Write(DeviceId, live, blocked);
            batch.For(Unit.Index).Add(new InvalidateDeviceTableEntry { DeviceId = DeviceId });
            IommuUnitFailedException? failure = batch.Execute(out _);
            batch.Clear();
            if (failure is not null)
            {
                return failure;
            }

            live = blocked;
        }

        EntryTable.Write(DeviceId, live, next);
        CommandList commands = batch.For(Unit.Index);
        commands.Add(new InvalidateDeviceTableEntry { DeviceId = DeviceId });
        if (CachesTranslations)
        {
            commands.Add(FlushCommands.DevicePages(DeviceId, InvalidationQueueDepth, PageRange.All));
        }

        return null;
    }
}
