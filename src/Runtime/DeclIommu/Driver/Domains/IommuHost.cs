using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Microsoft.Extensions.Logging;

namespace DeclIommu.Driver;

/// <summary>The units of one machine, with one pool of domain IDs for all of them.</summary>
/// <remarks>Safe for concurrent use. Disposing disposes every domain that is left, and leaves the units running with all devices blocked.</remarks>
public sealed partial class IommuHost : IDisposable
{
    private readonly IommuUnit[] _units;

    [Owned]
    private readonly UnitMemberships _memberships;

    private readonly IommuHostOptions _options;
    private readonly PageFrameAllocator _frames;
    private readonly object _gate = new();

    [NoBlocking]
    private readonly object _batchGate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<ParentDomain> _parents = [];

    [Owned]
    [GuardedBy(nameof(_batchGate))]
    private readonly Stack<FlushBatch> _batches = [];

    [GuardedBy(nameof(_batchGate))]
    private readonly Stack<FlushOperation> _operations = [];

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    /// <summary>Takes units that belong to no other host.</summary>
    /// <param name="units">The units, 1 to 64, each once.</param>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="ArgumentException">There is no unit, there are too many, or one belongs to a host already.</exception>
    public IommuHost(IReadOnlyList<IommuUnit> units, IommuHostOptions? options = null)
        : this(units, options ?? new IommuHostOptions(), options?.DomainIds ?? AllocatorFor(units))
    {
    }

    private IommuHost(IReadOnlyList<IommuUnit> units, IommuHostOptions options, DomainIdAllocator ids)
    {
        ArgumentNullException.ThrowIfNull(units);
        if (units.Count is 0 or > UnitSet.Capacity)
        {
            throw new ArgumentException($"A host has 1 to {UnitSet.Capacity} units, not {units.Count}.", nameof(units));
        }

        _options = options;
        _units = [.. units];
        _memberships = UnitMemberships.Join(this, _units);
        _frames = _options.Frames ?? _units[0].Frames;
        Ids = new HostDomainIds(this, ids, _frames);
    }

    /// <summary>The units.</summary>
    public IReadOnlyList<IommuUnit> Units => _units;

    /// <summary>How many domain IDs wait until every unit has confirmed that it forgot what was cached under them.</summary>
    public int QuarantinedDomainIds => Ids.QuarantinedCount;

    internal HostDomainIds Ids { get; }

    internal GuestTableOwner GuestTables { get; } = new();

    internal ILogger? Logger => _options.Logger;

    internal PageFrameAllocator Frames => _frames;

    internal int MostCommandsPerFlush => _options.MostCommandsPerFlush;

    /// <summary>Makes a domain with a page table of its own, which devices and virtual IOMMUs can be put on.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="DomainIdsExhaustedException">No domain ID is free.</exception>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="NotSupportedException">A unit has no host translation.</exception>
    public ParentDomain CreateParentDomain(ParentDomainOptions? options = null) => CreateParentDomain(options, default);

    private ParentDomain CreateParentDomain(ParentDomainOptions? options, HostDomainId claimed)
    {
        int levels = _units.Min(static unit => unit.HostPageTableLevels);
        if (levels == 0)
        {
            throw new NotSupportedException($"{_units.First(static unit => unit.HostPageTableLevels == 0).Name} has no host translation.");
        }

        options ??= new ParentDomainOptions();
        if (options.Levels > levels)
        {
            throw new ArgumentException($"A page table of {options.Levels} levels is more than the units walk, {levels}.", nameof(options));
        }

        HostDomainId id = claimed.IsNone ? Ids.Allocate() : claimed;
        ParentDomain parent;
        try
        {
            parent = new ParentDomain(this, id, levels, options);
        }
        catch
        {
            Ids.Release(id, UnitSet.Empty, null);
            throw;
        }

        return Adopt(parent);
    }

    // What the host has it disposes of with itself. If it is disposed already, nobody else would.
    private ParentDomain Adopt([Consumes(OnThrow = true)] ParentDomain parent)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _parents.Add(parent);
                return parent;
            }
        }

        parent.Dispose();
        throw new ObjectDisposedException(nameof(IommuHost));
    }

    /// <summary>Makes a guest page table that translates to system physical addresses.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="NotSupportedException">A unit does not walk such a table.</exception>
    public GuestPageTable CreateGuestPageTable(GuestPageTableOptions? options = null) => CreateGuestPageTable(null, GuestTables, options);

    /// <summary>Makes a domain with a guest CR3 table of its own, without host translation.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="DomainIdsExhaustedException">No domain ID is free.</exception>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="NotSupportedException">A unit does not have such guest translation.</exception>
    public PasidDomain CreatePasidDomain(PasidDomainOptions? options = null) => CreatePasidDomain(null, GuestTables, options);

    /// <summary>The endpoint of a device; the same one each time.</summary>
    /// <param name="unit">The unit that translates for it.</param>
    /// <param name="device">The ID under which it sends requests.</param>
    /// <param name="options">What the device can do on its own; looked at only the first time. If null, nothing.</param>
    /// <exception cref="ForeignEndpointException">The unit is none of this host, or the device lies beyond its device table.</exception>
    public IommuEndpoint GetEndpoint(IommuUnit unit, DeviceId device, IommuEndpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!_units.Contains(unit))
        {
            throw new ForeignEndpointException(unit.Name);
        }

        return unit.GetEndpoint(this, device, options ?? new IommuEndpointOptions());
    }

    /// <summary>How many domain IDs devices use by entries of an earlier owner, see <see cref="IommuUnitOptions.KeepsLiveTranslations"/>. Nothing else gets them.</summary>
    public int AdoptedDomainIds => Ids.AdoptedCount;

    /// <summary>Blocks the devices that still translate by entries of an earlier owner, and frees the domain IDs in these once every unit has forgotten them.</summary>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm; the IDs are kept.</exception>
    public void ReleaseAdopted()
    {
        FlushBatch batch = RentBatch();
        try
        {
            ushort[] ids = [.. _units.SelectMany(static unit => unit.AdoptedDomainIds).Distinct()];
            foreach (IommuUnit unit in _units.Where(static unit => unit.AdoptedDomainIds.Count > 0))
            {
                for (int device = 0; device < unit.DeviceTable.Count; device++)
                {
                    if (unit.DeviceTable.Read(new DeviceId((ushort)device)).TranslationValid)
                    {
                        GetEndpoint(unit, new DeviceId((ushort)device)).BlockUnlessAttached(batch);
                    }
                }

                foreach (ushort id in unit.AdoptedDomainIds)
                {
                    batch.For(unit.Index).Add(FlushCommands.Everything(new DomainId(id)));
                }
            }

            ThrowAfterBlocking(batch.Execute(out _));
            Ids.ReleaseAdopted(ids);
        }
        finally
        {
            ReturnBatch(batch);
        }
    }

    /// <summary>Has units invalidate what is in quarantine, and frees the domain IDs and frames that all have confirmed.</summary>
    /// <returns>Whether a domain ID became free.</returns>
    public bool Reclaim() => Ids.TryReclaim();

    /// <summary>Disposes all domains that are left, and gives the units back. Further calls do nothing.</summary>
    public void Dispose() => Close();

    /// <summary>Disposes, and tells what was left.</summary>
    public Leftovers Close()
    {
        ParentDomain[] parents;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return default;
            }

            _isDisposed = true;
            parents = [.. _parents];
        }

        Leftovers leftovers = GuestTables.Close();
        foreach (ParentDomain parent in parents)
        {
            leftovers += parent.Close();
        }

        Ids.TryReclaim();
        _memberships.End();
        return leftovers;
    }

    internal GuestPageTable CreateGuestPageTable(ParentDomain? parent, GuestTableOwner owner, GuestPageTableOptions? options)
    {
        options ??= new GuestPageTableOptions();
        foreach (IommuUnit unit in _units)
        {
            GuestTableRules.Check(unit, options.Levels, isNested: parent is not null);
        }

        return owner.Adopt(new GuestPageTable(this, parent, owner, options));
    }

    internal PasidDomain CreatePasidDomain(ParentDomain? parent, GuestTableOwner owner, PasidDomainOptions? options, HostDomainId claimed = default)
    {
        options ??= new PasidDomainOptions();
        uint pasids = GuestTableRules.CountPasids(_units, options, isNested: parent is not null);
        HostDomainId id = claimed.IsNone ? Ids.Allocate() : claimed;
        PasidDomain domain;
        try
        {
            domain = new PasidDomain(this, parent, owner, id, options, pasids);
        }
        catch
        {
            Ids.Release(id, UnitSet.Empty, null);
            throw;
        }

        return owner.Adopt(domain);
    }

    private static DomainIdAllocator AllocatorFor(IReadOnlyList<IommuUnit>? units) =>
        new(DomainIdAllocator.Last, Environment.ProcessorCount, [.. units?.SelectMany(static unit => unit.AdoptedDomainIds) ?? []]);

    internal void Forget(ParentDomain parent)
    {
        lock (_gate)
        {
            _parents.Remove(parent);
        }
    }

    /// <summary>Blocks the devices of failed units, and throws; does nothing if there is no failure.</summary>
    internal void ThrowAfterBlocking(IommuUnitFailedException? failure)
    {
        if (failure is not null)
        {
            BlockAfter(failure);
            throw failure;
        }
    }

    internal void BlockAfter(IommuUnitFailedException? failure)
    {
        if (failure is null)
        {
            return;
        }

        foreach (IommuUnit unit in _units)
        {
            if (unit.Failure is not null)
            {
                unit.BlockEndpoints();
            }
        }
    }

    /// <summary>Tries again what waits for a flush, after a unit was recovered.</summary>
    internal void FlushDeferred()
    {
        ParentDomain[] parents;
        lock (_gate)
        {
            parents = [.. _parents];
        }

        foreach (ParentDomain parent in parents)
        {
            parent.FlushDeferredInTime();
            parent.GuestTables.FlushDeferred();
        }

        GuestTables.FlushDeferred();
    }

    [return: ReturnsOwned]
    internal FlushBatch RentBatch()
    {
        lock (_batchGate)
        {
            if (_batches.TryPop(out FlushBatch? batch))
            {
                return batch;
            }
        }

        return new FlushBatch(_units);
    }

    internal void ReturnBatch([Consumes(OnThrow = true)] FlushBatch batch)
    {
        batch.Clear();
        lock (_batchGate)
        {
            _batches.Push(batch);
        }
    }

    [return: ReturnsOwned]
    internal FlushOperation RentOperation()
    {
        lock (_batchGate)
        {
            if (_operations.TryPop(out FlushOperation? operation))
            {
                return operation;
            }
        }

        return new FlushOperation(this);
    }

    /// <summary>Takes back an operation that never began; one that did comes back by itself.</summary>
    internal void ReturnOperation([Consumes(OnThrow = true)] FlushOperation operation) => operation.Abandon();

    /// <summary>Keeps an operation that has ended for the next one.</summary>
    internal void Keep(FlushOperation operation)
    {
        lock (_batchGate)
        {
            _operations.Push(operation);
        }
    }
}
