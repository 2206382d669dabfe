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

    /// <returns>False if the owner is gone; the domain is not taken then.</returns>
    public bool TryAdd(PasidDomain domain)
    {
        lock (_gate)
        {
            return !_isClosed && _domains.Add(domain);
        }
    }

    /// <returns>False if the owner is gone; the table is not taken then.</returns>
    public bool TryAdd(GuestPageTable table)
    {
        lock (_gate)
        {
            return !_isClosed && _tables.Add(table);
        }
    }

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
