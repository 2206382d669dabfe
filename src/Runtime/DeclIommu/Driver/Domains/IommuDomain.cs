using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>What devices are attached to: an address space with a domain ID of the host.</summary>
/// <remarks>Safe for concurrent use. Disposing blocks the devices that are still attached, and cannot fail.</remarks>
public abstract class IommuDomain : IDisposable
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<IommuEndpoint> _endpoints = [];

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    private protected IommuDomain(IommuHost host, DomainPresence presence, DomainTag tag)
    {
        Host = host;
        Presence = presence;
        Tag = tag;
    }

    /// <summary>The domain ID: the tag under which units cache what this domain's devices translate.</summary>
    public HostDomainId DomainId => Tag.Id;

    /// <summary>How many devices are attached.</summary>
    public int EndpointCount
    {
        get
        {
            lock (_gate)
            {
                return _endpoints.Count;
            }
        }
    }

    /// <summary>Whether the domain was disposed.</summary>
    public bool IsDisposed
    {
        get
        {
            lock (_gate)
            {
                return _isDisposed;
            }
        }
    }

    internal IommuHost Host { get; }

    internal DomainTag Tag { get; }

    internal DomainPresence Presence { get; }

    /// <summary>Attaches a device, or moves it here from where it is attached; returns when no unit uses anything of where it was.</summary>
    /// <param name="endpoint">A device of the same host.</param>
    /// <exception cref="ForeignEndpointException">The device belongs to another host.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">The device's unit did not confirm: the device is blocked, and attached nowhere.</exception>
    public void Attach(IommuEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!ReferenceEquals(endpoint.Host, Host))
        {
            throw new ForeignEndpointException(endpoint.Unit.Name, endpoint.DeviceId.Value);
        }

        endpoint.Move(this, onlyFrom: null);
    }

    /// <summary>Blocks a device that is attached here; does nothing if it is not.</summary>
    /// <param name="endpoint">The device.</param>
    /// <exception cref="IommuUnitFailedException">The device's unit did not confirm. The device is detached all the same.</exception>
    public void Detach(IommuEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.Move(null, onlyFrom: this);
    }

    /// <summary>Blocks all devices, and gives the domain ID back once no unit has anything cached under it. Further calls do nothing.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes, and tells what was left in the domain.</summary>
    /// <returns>What was still in use and was reclaimed; nothing if the domain was disposed before.</returns>
    public Leftovers Close()
    {
        IommuEndpoint[] endpoints;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return default;
            }

            _isDisposed = true;
            endpoints = [.. _endpoints];
        }

        Leftovers leftovers = CloseChildren() + new Leftovers(endpoints.Length, 0, 0);
        foreach (IommuEndpoint endpoint in endpoints)
        {
            try
            {
                endpoint.Move(null, onlyFrom: this);
            }
            catch (IommuUnitFailedException)
            {
                // The device is detached, and the unit remembers its failure. What it has not confirmed keeps the ID in quarantine.
            }
        }

        Release();
        if (leftovers != default && Host.Logger is { } logger)
        {
            DriverLog.DisposedInUse(logger, DomainId, leftovers.Devices, leftovers.NestedDomains, leftovers.VirtualIommus);
        }

        return leftovers;
    }

    /// <summary>Enters a device that is about to be attached.</summary>
    internal void Admit(IommuEndpoint endpoint)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _endpoints.Add(endpoint);
        }

        Presence.Enter(Tag, endpoint);
    }

    [return: ReturnsOwned]
    internal DepartureTicket BeginLeaving(IommuEndpoint endpoint) => Presence.BeginLeaving(Tag, endpoint);

    /// <inheritdoc cref="DomainPresence.EndLeaving"/>
    [return: ReturnsOwned]
    internal DepartureTicket? EndLeaving([Consumes] DepartureTicket ticket, IommuEndpoint endpoint, bool confirmed)
    {
        if (Presence.EndLeaving(ticket, endpoint, confirmed) is { } next)
        {
            return next;
        }

        lock (_gate)
        {
            _endpoints.Remove(endpoint);
        }

        return null;
    }

    /// <summary>The devices that are attached or on their way, at one moment.</summary>
    internal IommuEndpoint[] SnapshotEndpoints()
    {
        lock (_gate)
        {
            return [.. _endpoints];
        }
    }

    /// <summary>The device table entry that attaches a device here.</summary>
    internal abstract DeviceTableEntry Compose(IommuEndpoint endpoint);

    private protected abstract Leftovers CloseChildren();

    private protected abstract void Release();

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
