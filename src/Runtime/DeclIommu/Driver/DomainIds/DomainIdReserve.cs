using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The domain IDs that are set aside for one virtual IOMMU, and beyond them those of the host.</summary>
/// <remarks>
/// Once filled: constant time, without allocation, whatever number is reserved. An ID that comes back, from quarantine too, fills the reserve before it is free for others; so whoever
/// holds fewer than are reserved finds one. Lock: its gate, taken after that of the guest's map, before those of the pool.
/// </remarks>
[ReferenceCounted]
internal sealed class DomainIdReserve(HostDomainIds ids, DomainIdAllocator allocator) : IDomainIds
{
    [NoBlocking]
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private DomainIdList _free = allocator.NewList();

    [GuardedBy(nameof(_gate))]
    private int _count;

    // By the guest, reserved or not, in quarantine too: what lies here is what is reserved beyond that.
    [GuardedBy(nameof(_gate))]
    private int _inUse;

    public int Capacity => ids.Capacity;

    public int QuarantinedCount => ids.QuarantinedCount;

    /// <summary>How many are reserved, those in use included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Sets IDs aside.</summary>
    /// <param name="count">How many are reserved from now on, those in use included; nothing was reserved before.</param>
    /// <exception cref="DomainIdReservationException">The host has not so many free; nothing is reserved.</exception>
    public void Fill(int count)
    {
        int lacking = Begin(count);
        while (lacking > 0)
        {
            if (ids.TryAllocate(out HostDomainId id))
            {
                ushort value = allocator.SetAside(id);
                KeepIfLacking(value);
            }
            else if (!ids.TryReclaim())
            {
                List<ushort> left = End();
                GiveBack(left);
                throw new DomainIdReservationException(count, count - lacking);
            }

            // What comes back to the guest meanwhile counts too.
            lacking = Lacking;
        }
    }

    /// <summary>Counts an ID that the guest holds and did not get here: it had it when its state was saved.</summary>
    public void CountIn()
    {
        lock (_gate)
        {
            _inUse++;
        }
    }

    /// <summary>Gives back what is not in use; what is goes back to the host when it comes.</summary>
    [ReleasesReference]
    public void Empty()
    {
        List<ushort> left = End();
        GiveBack(left);
    }

    private int Begin(int count)
    {
        lock (_gate)
        {
            _count = count;
        }

        return Lacking;
    }

    private int Lacking
    {
        get
        {
            lock (_gate)
            {
                return _count - _inUse - _free.Count;
            }
        }
    }

    // From now on nothing is reserved, and what comes back is kept no more.
    [return: ReturnsOwned]
    private List<ushort> End()
    {
        lock (_gate)
        {
            List<ushort> left = new(_free.Count);
            _count = 0;
            while (_free.TryPop(out ushort value))
            {
                left.Add(value);
            }

            return left;
        }
    }

    private void GiveBack([Consumes] List<ushort> values)
    {
        foreach (ushort value in values)
        {
            allocator.Free(value);
        }
    }

    /// <inheritdoc/>
    [TryAcquiresReference(true)]
    public bool TryAllocate([Owned] out HostDomainId id)
    {
        lock (_gate)
        {
            if (_free.TryPop(out ushort value))
            {
                id = allocator.TakeOut(value);
            }
            else if (!ids.TryAllocate(out id))
            {
                return false;
            }

            _inUse++;
            return true;
        }
    }

    /// <summary>Takes an ID that the guest gave up and nothing is cached under, and keeps it if it is among those reserved; else it is free for all.</summary>
    public void Keep([Consumes] ushort value)
    {
        lock (_gate)
        {
            _inUse--;
        }

        KeepIfLacking(value);
    }

    private void KeepIfLacking([Consumes] ushort value)
    {
        lock (_gate)
        {
            if (_inUse + _free.Count < _count)
            {
                _free.Push(value);
                return;
            }
        }

        allocator.Free(value);
    }

    public bool TryReclaim() => ids.TryReclaim();

    public void Release([Consumes(OnThrow = true)] HostDomainId id, UnitSet mayBeCachedOn, [Consumes] DomainIdQuota? quota) => ids.Release(id, mayBeCachedOn, quota);
}
