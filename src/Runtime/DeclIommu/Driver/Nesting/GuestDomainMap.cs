using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The guest domain IDs in use in one virtual IOMMU, each with the domain ID of the host that stands for it.</summary>
/// <remarks>
/// A mapping is there exactly while it has users, and what is there is complete. Lock: the map's gate, taken before those of the ID allocator.
/// A guest domain ID of 0 is as good as any other.
/// </remarks>
/// <param name="ids">Where domain IDs of the host come from.</param>
/// <param name="quota">How many of them the map may hold.</param>
/// <param name="retire">Takes an ID out of use that no device uses any more, and gives the units that may still have something cached under it.</param>
internal sealed partial class GuestDomainMap(IDomainIds ids, DomainIdQuota quota, Func<DomainTag, UnitSet> retire)
{
    private readonly IDomainIds _ids = ids;
    private readonly DomainIdQuota _quota = quota;

    [NoBlocking]
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<ushort, GuestDomainMapping> _mappings = [];

    [ReturnsLock(nameof(_gate))]
    public object Gate => _gate;

    public DomainIdQuota Quota => _quota;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _mappings.Count;
            }
        }
    }

    /// <summary>Joins the mapping of a guest domain ID, or makes it.</summary>
    /// <exception cref="DomainIdQuotaExceededException">A new mapping would exceed the quota.</exception>
    /// <exception cref="DomainIdsExhaustedException">The host has no domain ID free.</exception>
    [return: ReturnsOwned]
    public GuestDomainMapping Join(ushort guestDomainId)
    {
        lock (_gate)
        {
            if (TryJoinExisting(guestDomainId) is { } existing)
            {
                return existing;
            }
        }

        do
        {
            lock (_gate)
            {
                if (TryJoinExisting(guestDomainId) is { } existing)
                {
                    return existing;
                }

                // Quota and ID are taken inside the gate: who fails here fails while the mapping is not there.
                if (TryMake(guestDomainId) is { } made)
                {
                    return made;
                }
            }
        }
        while (_ids.TryReclaim());

        throw new DomainIdsExhaustedException(_ids.Capacity, _ids.QuarantinedCount);
    }

    /// <summary>Joins the mapping of a guest domain ID if there is one.</summary>
    /// <returns>The mapping, to be left again, or null.</returns>
    [return: ReturnsOwned]
    public GuestDomainMapping? TryJoin(ushort guestDomainId)
    {
        lock (_gate)
        {
            return TryJoinExisting(guestDomainId);
        }
    }

    /// <summary>Leaves a mapping; after its last user it is gone, and its ID free or in quarantine.</summary>
    /// <param name="mapping">The mapping, which the caller had joined.</param>
    /// <returns>Whether that was the last user.</returns>
    public bool Leave([Consumes] GuestDomainMapping mapping)
    {
        lock (_gate)
        {
            mapping.AssertGateHeld();
            if (!mapping.Leave())
            {
                return false;
            }

            if (!_mappings.Remove(mapping.GuestDomainId, out GuestDomainMapping? removed) || !ReferenceEquals(removed, mapping))
            {
                throw new InvalidOperationException($"Guest domain ID {mapping.GuestDomainId} was not mapped by the mapping whose last user left.");
            }
        }

        UnitSet mayBeCachedOn = retire(mapping.Tag);
        HostDomainId id = mapping.Tag.Surrender();
        DomainIdQuota? charge = mapping.Tag.SurrenderCharge();
        _ids.Release(id, mayBeCachedOn, charge);
        return true;
    }

    /// <summary>The mappings as they are at one moment, by guest domain ID.</summary>
    public IReadOnlyList<GuestDomainMappingInfo> Snapshot()
    {
        List<GuestDomainMappingInfo> mappings;
        lock (_gate)
        {
            mappings = new(_mappings.Count);
            foreach (GuestDomainMapping mapping in _mappings.Values)
            {
                mapping.AssertGateHeld();
                mappings.Add(new GuestDomainMappingInfo(mapping.GuestDomainId, mapping.HostDomainId, mapping.Users));
            }
        }

        mappings.Sort(static (left, right) => left.GuestDomainId.CompareTo(right.GuestDomainId));
        return mappings;
    }

    [RequiresLock(nameof(_gate))]
    [return: ReturnsOwned]
    private GuestDomainMapping? TryJoinExisting(ushort guestDomainId)
    {
        if (!_mappings.TryGetValue(guestDomainId, out GuestDomainMapping? mapping))
        {
            return null;
        }

        mapping.AssertGateHeld();
        return mapping.TryJoin() ? mapping : null;
    }

    [RequiresLock(nameof(_gate))]
    [return: ReturnsOwned]
    private GuestDomainMapping? TryMake(ushort guestDomainId)
    {
        if (!_quota.TryCharge())
        {
            throw new DomainIdQuotaExceededException(guestDomainId, _quota.Limit);
        }

        if (!_ids.TryAllocate(out HostDomainId id))
        {
            _quota.Return();
            return null;
        }

        GuestDomainMapping mapping = new(this, guestDomainId);
        mapping.Complete(id, _quota);
        _mappings.Add(guestDomainId, mapping);
        return mapping;
    }
}
