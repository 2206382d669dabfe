using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The one pool of domain IDs of a host.</summary>
/// <remarks>
/// Constant time at any occupancy, without allocation. Each processor has a stripe of free IDs behind a gate of its own, refilled from and drained to a depot in
/// batches, so that threads meet only there. Locks: a stripe's gate, then the depot's; the quarantine's gate is taken with neither held.
/// An ID that a unit may still have cached translations under goes to the quarantine until <see cref="Settle"/> has heard of every such unit.
/// </remarks>
internal sealed class DomainIdAllocator : IDomainIds
{
    public const int First = 1;
    public const int Last = ushort.MaxValue;

    private enum State
    {
        Free,
        Live,
        Quarantined,
        Adopted,
        Reserved,
    }

    // The chain of whichever list an ID is in; only the holder of that list's gate touches it.
    private readonly ushort[] _next;
    private readonly int[] _states;
    private readonly DomainIdStripe[] _stripes;
    private readonly DomainIdDepot _depot;

    [NoBlocking]
    private readonly object _quarantineGate = new();

    [GuardedBy(nameof(_quarantineGate))]
    private readonly Dictionary<ushort, QuarantinedDomainId> _quarantine = [];

    [GuardedBy(nameof(_quarantineGate))]
    private long _tickets;

    public DomainIdAllocator()
        : this(Last, Environment.ProcessorCount, [])
    {
    }

    /// <param name="count">How many IDs there are: 1 to this.</param>
    /// <param name="stripes">How many stripes the free IDs are spread over.</param>
    /// <param name="adopted">IDs found in a live device table, which are not handed out before <see cref="ReleaseAdopted"/>.</param>
    public DomainIdAllocator(int count, int stripes, ReadOnlySpan<ushort> adopted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, First);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Last);
        ArgumentOutOfRangeException.ThrowIfLessThan(stripes, 1);
        int last = count;
        foreach (ushort id in adopted)
        {
            last = Math.Max(last, id);
        }

        Capacity = count;
        _next = new ushort[last + 1];
        _states = new int[last + 1];
        _depot = new DomainIdDepot(_next);
        _stripes = new DomainIdStripe[stripes];
        for (int stripe = 0; stripe < stripes; stripe++)
        {
            _stripes[stripe] = new DomainIdStripe(_next, _depot);
        }

        foreach (ushort id in adopted)
        {
            if (id != 0)
            {
                _states[id] = (int)State.Adopted;
            }
        }

        for (int id = count; id >= First; id--)
        {
            if (_states[id] == (int)State.Free)
            {
                ushort made = New(id);
                _depot.Put(made);
            }
        }
    }

    // Of each there is one, from the start.
    [return: ReturnsOwned]
    private static ushort New(int id) => (ushort)id;

    public int Capacity { get; }

    public int QuarantinedCount
    {
        get
        {
            lock (_quarantineGate)
            {
                return _quarantine.Count;
            }
        }
    }

    /// <inheritdoc/>
    [TryAcquiresReference(true)]
    public bool TryAllocate([Owned] out HostDomainId id)
    {
        if (!CurrentStripe.TryTake(out ushort value) && !TryTakeAnywhere(out value))
        {
            id = default;
            return false;
        }

        Volatile.Write(ref _states[value], (int)State.Live);
        id = new HostDomainId(value);
        return true;
    }

    /// <summary>Does nothing: only what knows the units can invalidate.</summary>
    public bool TryReclaim() => false;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The ID is not live: it was given up before, or is none.</exception>
    public void Release([Consumes(OnThrow = true)] HostDomainId id, UnitSet mayBeCachedOn, [Consumes] DomainIdQuota? quota)
    {
        ushort value = id.Value;
        bool isClean = mayBeCachedOn.IsEmpty;
        State before = (State)Interlocked.CompareExchange(ref _states[value], (int)(isClean ? State.Reserved : State.Quarantined), (int)State.Live);
        if (before != State.Live)
        {
            throw NotLive(value, before);
        }

        if (!isClean)
        {
            lock (_quarantineGate)
            {
                _quarantine.Add(value, new QuarantinedDomainId(value, ++_tickets, mayBeCachedOn, quota));
            }

            return;
        }

        Return(value, quota);
    }

    private static InvalidOperationException NotLive(ushort value, State before) => new($"Domain ID {value} was released while {before}: it would have got two owners.");

    /// <summary>An empty list of IDs.</summary>
    public DomainIdList NewList() => new(_next);

    /// <summary>Turns a live ID into one that is set aside.</summary>
    [return: ReturnsOwned]
    public ushort SetAside([Consumes] HostDomainId id)
    {
        ushort value = id.Value;
        Volatile.Write(ref _states[value], (int)State.Reserved);
        return value;
    }

    /// <summary>Turns an ID that was set aside into a live one.</summary>
    [return: ReturnsOwned]
    public HostDomainId TakeOut([Consumes] ushort value)
    {
        Volatile.Write(ref _states[value], (int)State.Live);
        return new HostDomainId(value);
    }

    /// <summary>Lets everybody have an ID that was set aside.</summary>
    public void Free([Consumes] ushort value)
    {
        Volatile.Write(ref _states[value], (int)State.Free);
        CurrentStripe.Put(value);
    }

    /// <summary>How many IDs are adopted. Takes time in proportion to all that there are.</summary>
    public int AdoptedCount => _states.Count(static state => state == (int)State.Adopted);

    /// <summary>Takes an adopted ID into use.</summary>
    /// <returns>False if it is not adopted, or taken already.</returns>
    [TryAcquiresReference(true)]
    public bool TryClaim(ushort value, [Owned] out HostDomainId id)
    {
        bool isClaimed = Interlocked.CompareExchange(ref _states[value], (int)State.Live, (int)State.Adopted) == (int)State.Adopted;
        id = isClaimed ? new HostDomainId(value) : default;
        return isClaimed;
    }

    /// <summary>Frees an ID that had been adopted from a live device table, once nothing is cached under it.</summary>
    public void ReleaseAdopted(ushort value)
    {
        if (value < _states.Length && TryClaim(value, out HostDomainId id))
        {
            Free(id.Value);
        }
    }

    /// <summary>Lists the quarantine: what must be invalidated where.</summary>
    public QuarantinedDomainId[] SnapshotQuarantine()
    {
        lock (_quarantineGate)
        {
            return [.. _quarantine.Values];
        }
    }

    /// <summary>Hears that everything cached under IDs of the quarantine was invalidated, and frees those that no unit is left for.</summary>
    /// <param name="invalidated">Entries of a <see cref="SnapshotQuarantine"/> taken before the invalidation; those settled meanwhile are passed over.</param>
    /// <param name="units">The units on which the invalidation has completed.</param>
    public void Settle(ReadOnlySpan<QuarantinedDomainId> invalidated, UnitSet units)
    {
        foreach (QuarantinedDomainId entry in invalidated)
        {
            if (TryTakeOutOfQuarantine(entry, units, out ushort value, out DomainIdQuota? quota))
            {
                Volatile.Write(ref _states[value], (int)State.Reserved);
                Return(value, quota);
            }
        }
    }

    // False if another unit has yet to confirm, or if the ID was settled meanwhile.
    [TryAcquiresReference(true)]
    private bool TryTakeOutOfQuarantine(QuarantinedDomainId entry, UnitSet units, [Owned] out ushort value, [Owned] out DomainIdQuota? quota)
    {
        value = entry.Value;
        quota = entry.Quota;
        lock (_quarantineGate)
        {
            if (!_quarantine.TryGetValue(value, out QuarantinedDomainId current) || current.Ticket != entry.Ticket)
            {
                return false;
            }

            UnitSet left = current.MayBeCachedOn - units;
            if (!left.IsEmpty)
            {
                _quarantine[value] = current with { MayBeCachedOn = left };
                return false;
            }

            _quarantine.Remove(value);
            return true;
        }
    }

    // To whom it is reserved, or to all.
    private void Return([Consumes] ushort value, [Consumes] DomainIdQuota? quota)
    {
        if (quota?.Reserve is { } reserve)
        {
            reserve.Keep(value);
        }
        else
        {
            Free(value);
        }

        quota?.Return();
    }

    private DomainIdStripe CurrentStripe => _stripes[(int)((uint)Thread.GetCurrentProcessorId() % (uint)_stripes.Length)];

    // Looks into every list. That all were empty says "none is free" only if no list gained an ID meanwhile: hence the second reading of the additions.
    [TryAcquiresReference(true)]
    private bool TryTakeAnywhere([Owned] out ushort value)
    {
        while (true)
        {
            long before = 0;
            foreach (DomainIdStripe stripe in _stripes)
            {
                if (stripe.TryTakeAtHand(out value, ref before))
                {
                    return true;
                }
            }

            if (_depot.TryTake(out value, ref before))
            {
                return true;
            }

            if (CountAdditions() == before)
            {
                return false;
            }
        }
    }

    private long CountAdditions()
    {
        long additions = _depot.Additions;
        foreach (DomainIdStripe stripe in _stripes)
        {
            additions += stripe.Additions;
        }

        return additions;
    }
}
