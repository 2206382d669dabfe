using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Lazy mode: what was unmapped waits, within a bound in time and in number, to be flushed together.</content>
public sealed partial class ParentDomain
{
    private const int MostDeferredPieces = 16;

    // Only in lazy mode.
    [Owned]
    [PointeeGuardedBy(nameof(_tableGate))]
    private readonly FlushDeadline? _deadline;

    [RequiresLock(nameof(_tableGate))]
    private UnmapOutcome Defer(FlushBatch batch, FlushOperation? operation, UnmappedRange range, ulong bytes, CancellationToken cancellation)
    {
        List<ulong> frames = batch.TakeFrames();
        _unconfirmed.AddFrames(frames);
        if (operation is not null)
        {
            operation.Begin(range, bytes, cancellation);
            _unconfirmed.AddWaiting(operation);
        }

        _deadline?.Arm();
        return _unconfirmed.Count > Flushing.MostDeferredRanges ? UnmapOutcome.Overdue : UnmapOutcome.Deferred;
    }

    // What came meanwhile waits for another flush, and so does what a unit has not confirmed.
    [RequiresLock(nameof(_tableGate))]
    private void EndDeferred(bool confirmed)
    {
        _deadline?.End(confirmed);
        if (_unconfirmed.Count > 0 && !_isClosed)
        {
            _deadline?.Arm();
        }
    }

    /// <summary>Flushes what waits, and logs the first time that this fails; does nothing in strict mode.</summary>
    internal void FlushDeferredInTime()
    {
        bool isRetry;
        lock (_tableGate)
        {
            if (_deadline is null)
            {
                return;
            }

            isRetry = _deadline.IsRetrying;
        }

        if (FlushDeferred() is { } failure)
        {
            Host.BlockAfter(failure);
            if (!isRetry && Host.Logger is { } logger)
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
                _deadline?.Begin();
                if (_isClosed || _unconfirmed.Count == 0)
                {
                    return null;
                }

                count = _unconfirmed.Cover(pieces, out whole);
                all = _unconfirmed.TakeAll(batch.RetiredFrames);
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
