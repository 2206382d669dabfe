using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The free IDs at hand for the threads of one processor.</summary>
internal sealed class DomainIdStripe(ushort[] next, DomainIdDepot depot)
{
    private const int Batch = 32;

    private readonly DomainIdDepot _depot = depot;

    [NoBlocking]
    [AcquiredBefore("_depot.Gate")]
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private DomainIdList _free = new(next);

    /// <summary>Takes an ID, from the depot if none is at hand.</summary>
    [TryAcquiresReference(true)]
    public bool TryTake([Owned] out ushort id)
    {
        lock (_gate)
        {
            if (_free.TryPop(out id))
            {
                return true;
            }

            _depot.MoveTo(ref _free, Batch);
            return _free.TryPop(out id);
        }
    }

    /// <summary>Takes an ID that is at hand, or tells how many were ever added while there is none.</summary>
    [TryAcquiresReference(true)]
    public bool TryTakeAtHand([Owned] out ushort id, ref long additions)
    {
        lock (_gate)
        {
            additions += _free.Additions;
            return _free.TryPop(out id);
        }
    }

    public void Put([Consumes] ushort id)
    {
        lock (_gate)
        {
            _free.Push(id);
            if (_free.Count >= 2 * Batch)
            {
                _depot.TakeFrom(ref _free, Batch);
            }
        }
    }

    public long Additions
    {
        get
        {
            lock (_gate)
            {
                return _free.Additions;
            }
        }
    }
}
