using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Lazy mode: what was unmapped waits, within a bound in time and in number, to be flushed together.</content>
public sealed partial class ParentDomain
{
    private const int MostDeferredPieces = 16;

    // Only in lazy mode.
    private readonly ITimer? _timer;
    private readonly TimeSpan _longestDelay;
    private readonly int _mostDeferred;

    [GuardedBy(nameof(_tableGate))]
    private bool _isArmed;

    [RequiresLock(nameof(_tableGate))]
    private bool Defer(FlushBatch batch, FlushOperation? operation)
    {
        _unconfirmed.AddFrames(batch.RetiredFrames);
        batch.RetiredFrames.Clear();
        if (operation is not null)
        {
            _unconfirmed.AddWaiting(operation);
        }

        ArmTimer();
        return _unconfirmed.Count > _mostDeferred;
    }

    [RequiresLock(nameof(_tableGate))]
    private void ArmTimer()
    {
        if (_timer is not null && !_isArmed && _unconfirmed.Count > 0)
        {
            _isArmed = true;
            _timer.Change(_longestDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private void FlushDeferredInTime()
    {
        if (FlushDeferred() is { } failure)
        {
            Host.BlockAfter(failure);
            if (Host.Logger is { } logger)
            {
                DriverLog.DeferredFlushFailed(logger, failure, DomainId, UnconfirmedRanges);
            }
        }
    }

    // Flushes the ranges that wait, in as few commands as cover them.
    private IommuUnitFailedException? FlushDeferred()
    {
        FlushBatch batch = Host.RentBatch();
        try
        {
            Span<PageRange> pieces = stackalloc PageRange[MostDeferredPieces];
            int count;
            PageRange whole;
            UnmappedRange all;
            lock (_tableGate)
            {
                _isArmed = false;
                if (_isClosed || _unconfirmed.Count == 0)
                {
                    return null;
                }

                count = _unconfirmed.Cover(pieces, out whole);
                _unconfirmed.TakeFrames(batch.RetiredFrames);
                all = new UnmappedRange(ulong.MaxValue, 0, _unconfirmed.LastTicket);
            }

            Presence.AddInvalidations(batch, pieces[..count], whole, Host.MostCommandsPerFlush);
            IommuUnitFailedException? failure = batch.Execute(out _);
            Settle(batch, all, failure);
            return failure;
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }
}
