using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The units of one machine, with one pool of domain IDs for all of them.</summary>
/// <remarks>Safe for concurrent use. Disposing disposes every domain that is left, and leaves the units running with all devices blocked.</remarks>
public sealed class IommuHost : IDisposable
{
    private readonly IommuUnit[] _units;
    private readonly IommuHostOptions _options;
    private readonly PageFrameAllocator _frames;
    private readonly object _gate = new();

    [NoBlocking]
    private readonly object _batchGate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<ParentDomain> _parents = [];

    [GuardedBy(nameof(_batchGate))]
    private readonly Stack<FlushBatch> _batches = [];

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    /// <summary>Takes units that belong to no other host.</summary>
    /// <param name="units">The units, 1 to 64, each once.</param>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="ArgumentException">There is no unit, there are too many, or one belongs to a host already.</exception>
    public IommuHost(IReadOnlyList<IommuUnit> units, IommuHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        if (units.Count is 0 or > UnitSet.Capacity)
        {
            throw new ArgumentException($"A host has 1 to {UnitSet.Capacity} units, not {units.Count}.", nameof(units));
        }

        _options = options ?? new IommuHostOptions();
        _units = [.. units];
        for (int index = 0; index < _units.Length; index++)
        {
            try
            {
                _units[index].Join(this, index);
            }
            catch
            {
                Array.ForEach(_units[..index], static unit => unit.Leave());
                throw;
            }
        }

        _frames = _options.Frames ?? _units[0].Frames;
        Ids = new HostDomainIds(this, _options.DomainIds ?? new DomainIdAllocator(), _frames);
    }

    /// <summary>The units.</summary>
    public IReadOnlyList<IommuUnit> Units => _units;

    /// <summary>How many domain IDs wait until every unit has confirmed that it forgot what was cached under them.</summary>
    public int QuarantinedDomainIds => Ids.QuarantinedCount;

    internal HostDomainIds Ids { get; }

    internal PageFrameAllocator Frames => _frames;

    internal int MostCommandsPerFlush => _options.MostCommandsPerFlush;

    /// <summary>Makes a domain with a page table of its own, which devices and virtual IOMMUs can be put on.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="DomainIdsExhaustedException">No domain ID is free.</exception>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="NotSupportedException">A unit has no host translation.</exception>
    public ParentDomain CreateParentDomain(ParentDomainOptions? options = null)
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

        HostPageTable table = new(_frames, options.Levels);
        HostDomainId id;
        try
        {
            id = Ids.Allocate();
        }
        catch
        {
            _frames.Free(table.Root);
            throw;
        }

        ParentDomain parent = new(this, id, table, levels, options.LargestPage);
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

        Leftovers leftovers = default;
        foreach (ParentDomain parent in parents)
        {
            leftovers += parent.Close();
        }

        Ids.TryReclaim();
        Array.ForEach(_units, static unit => unit.Leave());
        return leftovers;
    }

    internal void Forget(ParentDomain parent)
    {
        lock (_gate)
        {
            _parents.Remove(parent);
        }
    }

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

    internal void ReturnBatch(FlushBatch batch)
    {
        batch.Clear();
        lock (_batchGate)
        {
            _batches.Push(batch);
        }
    }
}
