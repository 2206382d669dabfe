using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A domain with a guest CR3 table that the host owns: by PASID, its devices translate through the <see cref="GuestPageTable"/> bound to it.</summary>
/// <remarks>
/// Safe for concurrent use. Under a parent, what those tables give goes through the parent's page table as well. Requests for a PASID that nothing is bound to fail.
/// Lock: its gate guards the bindings, and is held while units confirm that they forgot one; it is the first of all that are taken.
/// </remarks>
public sealed partial class PasidDomain : IommuDomain
{
    private readonly ParentDomain? _parent;
    private readonly GuestTableOwner _owner;
    private readonly GuestTableRoot _root;
    private readonly int _pagingLevels;
    private readonly uint _pasids;
    private readonly object _bindingGate = new();

    [Owned]
    [GuardedBy(nameof(_bindingGate))]
    private readonly GuestTableFrames _frames;

    [GuardedBy(nameof(_bindingGate))]
    private readonly GuestCr3Table _table;

    [Owned]
    [GuardedBy(nameof(_bindingGate))]
    private readonly Dictionary<uint, GuestTableBinding> _bindings = [];

    [GuardedBy(nameof(_bindingGate))]
    private bool _isClosed;

    internal PasidDomain(IommuHost host, ParentDomain? parent, GuestTableOwner owner, [Consumes] HostDomainId id, PasidDomainOptions options, uint pasids)
        : base(host, parent?.Presence ?? new DomainPresence(host.Units.Count), new DomainTag(id))
    {
        _parent = parent;
        _owner = owner;
        _pasids = pasids;
        Options = options;
        _pagingLevels = options.PagingLevels;
        GuestTableFrames frames = new(host.Frames, parent, options.TableWindow);
        GuestCr3Table table = new(frames, options.PasidLevels);
        _frames = frames;
        _table = table;
        _root = new GuestTableRoot(
            frames.AddressIn(table.Root),
            options.PasidLevels,
            options.PagingLevels == 5 ? GuestPagingMode.FiveLevels : GuestPagingMode.FourLevels,
            options.TranslateWithoutPasid);
        Presence.AllowGuestTables(Tag, guestPasids: 0);
        _deadline = options.CreateDeadline(FlushUnboundInTime);
    }

    /// <summary>The parent that translates what the page tables give; null if nothing does.</summary>
    public ParentDomain? Parent => _parent;

    /// <summary>How many PASIDs there are: 0 to one less than this.</summary>
    public int PasidCount => (int)_pasids;

    /// <summary>Lets a PASID lead to a page table.</summary>
    /// <param name="pasid">The process address space, less than <see cref="PasidCount"/>, which nothing is bound to.</param>
    /// <param name="table">A table under the same parent, or of the same host if there is none, with the levels that the domain was made for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such PASID.</exception>
    /// <exception cref="ArgumentException">The table lies elsewhere, or has other levels.</exception>
    /// <exception cref="InvalidOperationException">A table is bound to the PASID already.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room in the guest CR3 table; nothing was bound.</exception>
    /// <exception cref="ObjectDisposedException">The domain or the table was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">
    /// A unit did not confirm that it forgot that nothing was bound; the table is bound all the same. Or, in lazy mode, that it forgot the table bound before; then nothing is bound.
    /// </exception>
    public void Bind(Pasid pasid, GuestPageTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pasid.Value, _pasids, nameof(pasid));
        if (!table.BelongsTo(Host) || !ReferenceEquals(table.Parent, _parent))
        {
            throw new ArgumentException("The page table belongs to another host or parent than the domain: its addresses would mean something else.", nameof(table));
        }

        if (table.Levels != _pagingLevels)
        {
            throw new ArgumentException($"The page table has {table.Levels} levels, and the domain is for tables of {_pagingLevels}.", nameof(table));
        }

        IommuUnitFailedException? failure;
        lock (_bindingGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            failure = _unbound.ContainsKey(pasid.Value) ? FlushUnbound() : null;

            // A unit may have cached that there was nothing.
            failure ??= TryBind(pasid, table);
        }

        Host.ThrowAfterBlocking(failure);
    }

    [RequiresLock(nameof(_bindingGate))]
    private IommuUnitFailedException? TryBind(Pasid pasid, GuestPageTable table)
    {
        if (_bindings.ContainsKey(pasid.Value))
        {
            throw new InvalidOperationException($"A page table is bound to PASID {pasid} already.");
        }

        GuestTableBinding binding = GuestTableBinding.Begin(this, pasid, table);
        try
        {
            _table.Set(pasid, table.RootAddress);
            _bindings.Add(pasid.Value, binding);
        }
        catch
        {
            binding.End();
            throw;
        }

        return Invalidate(pasid);
    }

    /// <summary>The table bound to a PASID, if there is one.</summary>
    /// <param name="pasid">The process address space.</param>
    public GuestPageTable? GetTable(Pasid pasid)
    {
        lock (_bindingGate)
        {
            return _bindings.GetValueOrDefault(pasid.Value)?.Table;
        }
    }

    /// <summary>Adds what makes every unit and caching device concerned forget ranges of one process address space.</summary>
    internal void AddInvalidations(FlushBatch batch, Pasid pasid, ReadOnlySpan<PageRange> ranges)
    {
        foreach (PageRange range in ranges)
        {
            Presence.AddInvalidation(batch, Tag, FlushCommands.GuestPages(default, pasid, range));
        }

        foreach (IommuEndpoint endpoint in SnapshotEndpoints())
        {
            foreach (PageRange range in endpoint.CachesTranslations ? ranges : [])
            {
                batch.For(endpoint.Unit.Index).Add(FlushCommands.GuestDevicePages(endpoint.DeviceId, endpoint.InvalidationQueueDepth, pasid, range));
            }
        }
    }

    internal override DeviceTableEntry Compose(IommuEndpoint endpoint)
    {
        if (_parent is null)
        {
            return DeviceTableEntries.ForGuestTables(_root, Tag.Id, endpoint.CachesTranslations);
        }

        DeviceTableEntry entry = _parent.Compose(endpoint);
        entry.DomainId = new DomainId(Tag.Id.Value);
        DeviceTableEntries.SetGuestTables(ref entry, _root);
        return entry;
    }

    internal PasidDomainOptions Options { get; }

    /// <summary>The addresses at which the parent maps the guest CR3 table.</summary>
    internal ulong[] SnapshotWindow()
    {
        lock (_bindingGate)
        {
            return [.. _frames.WindowAddresses];
        }
    }

    /// <summary>The tables bound, by PASID.</summary>
    internal KeyValuePair<uint, GuestPageTable>[] SnapshotBindings()
    {
        lock (_bindingGate)
        {
            return [.. _bindings.Select(static bound => KeyValuePair.Create(bound.Key, bound.Value.Table))];
        }
    }

    private protected override Leftovers CloseChildren() => default;

    // No device is attached any more. What a failed unit has not confirmed keeps the ID in quarantine, and the frames with it.
    private protected override void Release()
    {
        List<ulong> released;
        UnitSet doubtful = Presence.Retire(Tag);
        lock (_bindingGate)
        {
            _isClosed = true;
            _deadline?.Dispose();
            foreach (GuestTableBinding binding in _bindings.Values)
            {
                binding.End();
            }

            foreach (GuestTableBinding binding in _unbound.Values)
            {
                binding.End();
            }

            _bindings.Clear();
            _unbound.Clear();
            released = _frames.Release(out bool isConfirmed);
            doubtful |= isConfirmed ? UnitSet.Empty : Presence.Units;
        }

        Host.Ids.FreeFrames(released, doubtful);
        HostDomainId id = Tag.Surrender();
        Host.Ids.Release(id, doubtful, null);
        _owner.Remove(this);
    }

    private IommuUnitFailedException? Invalidate(Pasid pasid)
    {
        FlushBatch batch = Host.RentBatch();
        try
        {
            AddInvalidations(batch, pasid, [PageRange.All]);
            return batch.Execute(out _);
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }
}
