using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>How many domain IDs one virtual IOMMU holds, and may hold at most; IDs in quarantine count until they are free again.</summary>
/// <remarks>A reference is the charge for one ID.</remarks>
[ReferenceCounted]
internal sealed class DomainIdQuota
{
    private int _used;

    [ReturnsBorrowed]
    public DomainIdQuota(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, DomainIdAllocator.Last);
        Limit = limit;
    }

    public int Limit { get; }

    /// <summary>Where IDs go first that come back, if any are reserved for the holder.</summary>
    public DomainIdReserve? Reserve { get; init; }

    public int Used => Volatile.Read(ref _used);

    [TryAcquiresReference(true)]
    public bool TryCharge()
    {
        int used = Volatile.Read(ref _used);
        while (used < Limit)
        {
            int seen = Interlocked.CompareExchange(ref _used, used + 1, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    [ReleasesReference]
    public void Return()
    {
        if (Interlocked.Decrement(ref _used) < 0)
        {
            throw new InvalidOperationException("More domain IDs were returned to a quota than were charged to it.");
        }
    }
}
