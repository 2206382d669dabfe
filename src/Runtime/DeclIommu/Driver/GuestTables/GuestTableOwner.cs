using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The domains with guest CR3 tables, and the guest page tables, that go when a host or a parent goes.</summary>
internal sealed class GuestTableOwner
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<PasidDomain> _domains = [];

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<GuestPageTable> _tables = [];

    [GuardedBy(nameof(_gate))]
    private bool _isClosed;

    /// <exception cref="ObjectDisposedException">The owner is gone; so is the domain then.</exception>
    public PasidDomain Adopt([Consumes(OnThrow = true)] PasidDomain domain)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _domains.Add(domain);
                return domain;
            }
        }

        domain.Dispose();
        throw IsGone(domain.Parent);
    }

    /// <exception cref="ObjectDisposedException">The owner is gone; so is the table then.</exception>
    public GuestPageTable Adopt([Consumes(OnThrow = true)] GuestPageTable table)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _tables.Add(table);
                return table;
            }
        }

        table.Dispose();
        throw IsGone(table.Parent);
    }

    private static ObjectDisposedException IsGone(ParentDomain? parent) => new(parent is null ? nameof(IommuHost) : nameof(ParentDomain));

    public PasidDomain[] SnapshotDomains()
    {
        lock (_gate)
        {
            return [.. _domains];
        }
    }

    public GuestPageTable[] SnapshotTables()
    {
        lock (_gate)
        {
            return [.. _tables];
        }
    }

    public void Remove(PasidDomain domain)
    {
        lock (_gate)
        {
            _domains.Remove(domain);
        }
    }

    public void Remove(GuestPageTable table)
    {
        lock (_gate)
        {
            _tables.Remove(table);
        }
    }

    /// <summary>Tries again what waits for a flush.</summary>
    public void FlushDeferred()
    {
        Array.ForEach(SnapshotDomains(), static domain => domain.FlushUnboundInTime());
        Array.ForEach(SnapshotTables(), static table => table.FlushDeferredInTime());
    }

    public Leftovers Close()
    {
        PasidDomain[] domains;
        GuestPageTable[] tables;
        lock (_gate)
        {
            _isClosed = true;
            domains = [.. _domains];
            tables = [.. _tables];
        }

        Leftovers leftovers = new(0, 0, 0) { PasidDomains = domains.Length, GuestPageTables = tables.Length };
        foreach (PasidDomain domain in domains)
        {
            leftovers += domain.Close();
        }

        Array.ForEach(tables, static table => table.Dispose());
        return leftovers;
    }
}
