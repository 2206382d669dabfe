using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>The IOMMU that one guest sees: its domain IDs, each mapped to one of the host while nested domains use it.</summary>
/// <remarks>Safe for concurrent use. Disposing disposes the nested domains that are left, and cannot fail.</remarks>
public sealed partial class VirtualIommu : IDisposable
{
    private readonly GuestDomainMap _map;

    [Owned]
    private readonly DomainIdReserve _reserve;

    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<NestedDomain> _domains = [];

    // By the IDs that the guest knows them by.
    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<ushort, IommuEndpoint> _devices = [];

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    internal VirtualIommu(ParentDomain parent, VirtualIommuOptions options)
    {
        Parent = parent;
        _reserve = parent.Host.Ids.NewReserve();
        _map = new GuestDomainMap(_reserve, new DomainIdQuota(options.DomainIdQuota) { Reserve = _reserve }, parent.Presence.Retire);
    }

    /// <summary>The domain whose page table translates what the guest takes for physical addresses.</summary>
    public ParentDomain Parent { get; }

    /// <summary>How many domain IDs of the host the guest may hold at a time.</summary>
    public int DomainIdQuota => _map.Quota.Limit;

    /// <summary>How many domain IDs of the host are set aside for the guest, those of them that it holds included; none once it was disposed.</summary>
    public int ReservedDomainIds => _reserve.Count;

    /// <summary>How many it holds, those in quarantine included.</summary>
    public int DomainIdsHeld => _map.Quota.Used;

    /// <summary>The guest's domain IDs in use, as they are at one moment, in order.</summary>
    public IReadOnlyList<GuestDomainMappingInfo> Mappings => _map.Snapshot();

    /// <summary>Makes the domain that an entry of the guest's device table asks for.</summary>
    /// <param name="guestEntry">The entry as the guest wrote it. Its domain ID may be any, 0 included; nested domains with the same share a domain ID of the host.</param>
    /// <exception cref="GuestEntryRefusedException">The entry is not one that the host can act on; the exception says why.</exception>
    /// <exception cref="DomainIdQuotaExceededException">The guest would hold more domain IDs of the host than it may.</exception>
    /// <exception cref="DomainIdsExhaustedException">The host has no domain ID free.</exception>
    /// <exception cref="ObjectDisposedException">The virtual IOMMU was disposed.</exception>
    public NestedDomain CreateNestedDomain(DeviceTableEntry guestEntry)
    {
        GuestEntryRules.Check(guestEntry, Parent.Host.Units);
        return Add(_map.Join(guestEntry.DomainId.Value), guestEntry);
    }

    /// <summary>Makes a nested domain as it was once.</summary>
    /// <param name="guestEntry">The guest's entry.</param>
    /// <param name="claimed">Its domain ID of the host, which is the caller's; none if an earlier domain with the same guest domain ID has it.</param>
    internal NestedDomain RestoreNestedDomain(DeviceTableEntry guestEntry, HostDomainId claimed)
    {
        GuestEntryRules.Check(guestEntry, Parent.Host.Units);
        if (!claimed.IsNone)
        {
            _reserve.CountIn();
        }

        return Add(_map.Restore(guestEntry.DomainId.Value, claimed), guestEntry);
    }

    /// <summary>Makes a device of the host known to the guest's commands.</summary>
    /// <param name="guestDevice">The ID by which the guest knows it.</param>
    /// <param name="endpoint">The device.</param>
    /// <exception cref="ForeignEndpointException">The device belongs to another host.</exception>
    /// <exception cref="ArgumentException">The guest knows another device by that ID.</exception>
    public void AddDevice(DeviceId guestDevice, IommuEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!ReferenceEquals(endpoint.Host, Parent.Host))
        {
            throw new ForeignEndpointException(endpoint.Unit.Name, endpoint.DeviceId.Value);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_devices.TryAdd(guestDevice.Value, endpoint) && !ReferenceEquals(_devices[guestDevice.Value], endpoint))
            {
                throw new ArgumentException($"The guest knows another device by the ID 0x{guestDevice.Value:X4}.", nameof(guestDevice));
            }
        }
    }

    /// <summary>Makes a device unknown to the guest's commands.</summary>
    /// <param name="guestDevice">The ID by which the guest knew it.</param>
    /// <returns>Whether it knew one.</returns>
    public bool RemoveDevice(DeviceId guestDevice)
    {
        lock (_gate)
        {
            return _devices.Remove(guestDevice.Value);
        }
    }

    /// <summary>Disposes the nested domains that are left. Further calls do nothing.</summary>
    public void Dispose() => Close();

    /// <summary>Disposes, and tells what was left.</summary>
    /// <returns>What was still in use and was reclaimed; nothing if it was disposed before.</returns>
    public Leftovers Close()
    {
        NestedDomain[] domains;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return default;
            }

            _isDisposed = true;
            domains = [.. _domains];
        }

        Leftovers leftovers = new(0, domains.Length, 0);
        foreach (NestedDomain domain in domains)
        {
            leftovers += domain.Close();
        }

        _reserve.Empty();
        Parent.Forget(this);
        return leftovers;
    }

    internal DomainIdQuota Quota => _map.Quota;

    /// <summary>Sets domain IDs aside, those that the guest holds already included; there were none before.</summary>
    /// <exception cref="DomainIdReservationException">The host has not so many free; nothing is reserved.</exception>
    internal void Reserve(int count) => _reserve.Fill(count);

    internal NestedDomain[] SnapshotDomains()
    {
        lock (_gate)
        {
            return [.. _domains];
        }
    }

    internal void Forget(NestedDomain domain)
    {
        lock (_gate)
        {
            _domains.Remove(domain);
        }
    }

    internal IommuEndpoint? FindDevice(DeviceId guestDevice)
    {
        lock (_gate)
        {
            return _devices.GetValueOrDefault(guestDevice.Value);
        }
    }

    internal KeyValuePair<ushort, IommuEndpoint>[] SnapshotDevices()
    {
        lock (_gate)
        {
            return [.. _devices];
        }
    }

    private NestedDomain Add([Consumes(OnThrow = true)] GuestDomainMapping mapping, DeviceTableEntry guestEntry)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                NestedDomain domain = new(this, mapping, guestEntry);
                _domains.Add(domain);
                return domain;
            }
        }

        _map.Leave(mapping);
        throw new ObjectDisposedException(nameof(VirtualIommu));
    }

    [return: ReturnsOwned]
    internal GuestDomainMapping? TryJoin(ushort guestDomainId) => _map.TryJoin(guestDomainId);

    internal void Leave([Consumes] GuestDomainMapping mapping) => _map.Leave(mapping);
}
