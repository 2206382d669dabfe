using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The free IDs that no stripe has at hand.</summary>
internal sealed class DomainIdDepot(ushort[] next)
{
    [NoBlocking]
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private DomainIdList _free = new(next);

    [ReturnsLock(nameof(_gate))]
    public object Gate => _gate;

    public void Put([Consumes] ushort id)
    {
        lock (_gate)
        {
            _free.Push(id);
        }
    }

    public void MoveTo(ref DomainIdList other, int count)
    {
        lock (_gate)
        {
            _free.MoveTo(ref other, count);
        }
    }

    public void TakeFrom(ref DomainIdList other, int count)
    {
        lock (_gate)
        {
            other.MoveTo(ref _free, count);
        }
    }

    /// <summary>Takes an ID, or tells how many were ever added while there is none.</summary>
    [TryAcquiresReference(true)]
    public bool TryTake([Owned] out ushort id, ref long additions)
    {
        lock (_gate)
        {
            additions += _free.Additions;
            return _free.TryPop(out id);
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
