using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>One IOMMU, set up and running: its registers, its device table with every device blocked at first, its command buffer, its event log.</summary>
/// <remarks>Safe for concurrent use. A unit belongs to one host, and outlives it.</remarks>
public sealed class IommuUnit : IDisposable
{
    private const int EventLogFrames = 2;

    private readonly UnitRegisters _registers;
    private readonly PageFrameAllocator _frames;
    private readonly IommuUnitOptions _options;
    private readonly int _frameCount;

    // The first of them: the device table, the command buffer, the event log and the completion store follow one another.
    [Owned]
    private readonly ulong _firstFrame;

    private readonly object _gate = new();

    // Held while the unit starts over or stops, before any other lock.
    [AcquiredBefore(nameof(_gate))]
    private readonly object _recoveryGate = new();

    [GuardedBy(nameof(_recoveryGate))]
    private readonly UnitSetup _setup;

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<ushort, IommuEndpoint> _endpoints = [];

    [GuardedBy(nameof(_gate))]
    private IommuHost? _host;

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    /// <summary>Sets a unit up in the order in which Linux does, and waits until it has forgotten all it knew.</summary>
    /// <param name="registers">The unit's registers.</param>
    /// <param name="memory">The memory that its tables and rings lie in.</param>
    /// <param name="frames">Where frames for tables and rings come from: of the same memory.</param>
    /// <param name="options">Sizes, and how to wait; if null as their defaults say.</param>
    /// <exception cref="PageFramesExhaustedException">There are not enough frames in one piece for the device table or a ring.</exception>
    /// <exception cref="IommuUnitFailedException">The unit does not answer.</exception>
    public IommuUnit(IRegisterSpace registers, IPhysicalMemory memory, PageFrameAllocator frames, IommuUnitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registers);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(frames);
        _options = options ?? new IommuUnitOptions();
        _frames = frames;
        _registers = new UnitRegisters(registers, _options.Name);
        _setup = new UnitSetup(_registers, _options);
        ExtendedFeatures = _registers.ExtendedFeatures;
        ExtendedFeatures2 = _registers.ExtendedFeatures2;
        int ringFrames = Math.Max(1, _options.CommandBufferLength * Command.SizeInBytes / PageFrameAllocator.FrameSize);
        _frameCount = _options.DeviceTableFrames + ringFrames + EventLogFrames + 1;
        if (!frames.TryAllocate(_frameCount, out ulong first))
        {
            throw new PageFramesExhaustedException($"Setting {Name} up", _frameCount, frames.FreeCount);
        }

        try
        {
            ulong ring = After(first, _options.DeviceTableFrames);
            ulong log = After(ring, ringFrames);
            DeviceTable = new HostDeviceTable(memory, first, _options.DeviceTableFrames);
            DeviceTable.BlockAll();
            AdoptedDomainIds = _options.KeepsLiveTranslations ? LiveDeviceTable.CopyTo(DeviceTable, _registers, memory) : [];
            Queue = new CommandQueue(_registers, memory, ring, After(log, EventLogFrames), _options);
            EventLog = new UnitEventLog(_registers, memory, log, EventLogFrames * (ulong)PageFrameAllocator.FrameSize);
            _setup.Run(this);
        }
        catch
        {
            frames.Free(first, _frameCount);
            throw;
        }

        _firstFrame = first;
    }

    /// <summary>What the unit is called.</summary>
    public string Name => _options.Name;

    /// <summary>What the unit can do.</summary>
    public ExtendedFeatureRegister ExtendedFeatures { get; }

    /// <summary>What else the unit can do.</summary>
    public ExtendedFeature2Register ExtendedFeatures2 { get; }

    /// <summary>The most levels of a host page table that the unit walks: 4, 5 or 6; 0 if it has no host translation.</summary>
    public int HostPageTableLevels => ExtendedFeatures.HostPageTableLevels switch
    {
        Formats.HostPageTableLevels.Four => 4,
        Formats.HostPageTableLevels.Five => 5,
        Formats.HostPageTableLevels.Six => 6,
        _ => 0,
    };

    /// <summary>Whether guests can bring translation of their own: guest page tables, for requests without PASID too, and guest CR3 tables at guest addresses.</summary>
    public bool SupportsGuestTranslation =>
        ExtendedFeatures.GuestTranslationSupported && ExtendedFeatures.GuestIoSupported && ExtendedFeatures2.GuestCr3TablePointerTranslationSupported;

    /// <summary>Whether the unit can mark the pages of host page tables that devices write.</summary>
    public bool SupportsDirtyTracking => ExtendedFeatures.HostAccessedSupported && ExtendedFeatures.HostDirtySupported;

    /// <summary>Why the unit is not asked any more, if it failed.</summary>
    public IommuUnitFailedException? Failure => Queue.Failure;

    /// <summary>The domain IDs of the entries taken over from an earlier owner.</summary>
    internal IReadOnlyList<ushort> AdoptedDomainIds { get; }

    internal PageFrameAllocator Frames => _frames;

    internal HostDeviceTable DeviceTable { get; }

    internal CommandQueue Queue { get; }

    internal UnitEventLog EventLog { get; }

    /// <summary>The unit's place in its host.</summary>
    internal int Index { get; private set; }

    /// <summary>Starts a failed unit again: it forgets everything it knew, then its devices reach again what they are attached to, and deferred flushes that it had not confirmed are tried again.</summary>
    /// <remarks>Until it returns, all devices behind the unit are blocked; who waits for the unit meanwhile goes on waiting. Devices that no domain of this host was given stay blocked, whatever an earlier owner's table let them reach.</remarks>
    /// <exception cref="IommuUnitFailedException">It does not answer still.</exception>
    /// <exception cref="ObjectDisposedException">The unit is disposed: its tables are no longer its own.</exception>
    public void Recover()
    {
        lock (_recoveryGate)
        {
            ThrowIfDisposed();
            DeviceTable.BlockAll();
            _setup.Restart(this);
            foreach (IommuEndpoint endpoint in SnapshotEndpoints())
            {
                endpoint.Refresh(forgetsPasids: true);
            }
        }

        HostNow?.FlushDeferred();
        DriverMetrics.NoteRecovered(Name);
        if (_options.Logger is { } logger)
        {
            DriverLog.UnitRecovered(logger, Name);
        }
    }

    private IommuHost? HostNow
    {
        get
        {
            lock (_gate)
            {
                return _host;
            }
        }
    }

    /// <summary>Takes the oldest event that the unit has logged and nobody has taken.</summary>
    /// <param name="entry">The event, if the result is true.</param>
    public bool TryReadEvent(out EventLogEntry entry) => EventLog.TryRead(out entry);

    /// <summary>Stops the unit and gives its frames back. From then on DMA passes through it untranslated.</summary>
    /// <remarks>Devices are to be quiet by then. Waits until a recovery under way is over. Further calls do nothing.</remarks>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        lock (_recoveryGate)
        {
            _setup.Stop();
        }

        _frames.Free(_firstFrame, _frameCount);
    }

    /// <summary>Blocks every device of a failed unit, as far as writing their entries does.</summary>
    internal void BlockEndpoints()
    {
        foreach (IommuEndpoint endpoint in SnapshotEndpoints())
        {
            endpoint.Block();
        }
    }

    /// <summary>The endpoint of a device; the same one each time.</summary>
    internal IommuEndpoint GetEndpoint(IommuHost host, DeviceId device, IommuEndpointOptions options)
    {
        if (device.Value >= DeviceTable.Count)
        {
            throw new ForeignEndpointException(Name, device.Value, DeviceTable.Count);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_endpoints.TryGetValue(device.Value, out IommuEndpoint? endpoint))
            {
                _endpoints.Add(device.Value, endpoint = new IommuEndpoint(host, this, device, options));
            }

            return endpoint;
        }
    }

    /// <summary>Makes the unit one of a host's.</summary>
    /// <returns>The membership, to be ended.</returns>
    [return: ReturnsOwned]
    internal UnitMembership Join(IommuHost host, int index)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_host is not null)
            {
                throw new ArgumentException($"{Name} belongs to another host already.");
            }

            _host = host;
            Index = index;
            return new UnitMembership(this);
        }
    }

    internal void Leave()
    {
        lock (_gate)
        {
            _host = null;
            _endpoints.Clear();
        }
    }

    private void ThrowIfDisposed()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }
    }

    private static ulong After([Borrows] ulong address, int frames) => address + ((ulong)frames * PageFrameAllocator.FrameSize);

    internal IommuEndpoint[] SnapshotEndpoints()
    {
        lock (_gate)
        {
            return [.. _endpoints.Values];
        }
    }
}
