using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Having units forget what was unmapped, at once or later.</content>
public sealed partial class GuestPageTable
{
    private const int MostPieces = 4;
    private const int MostDeferredPieces = 16;

    // What was unmapped, and some unit may still have cached: not to be mapped again before all have confirmed.
    [GuardedBy(nameof(_gate))]
    private readonly UnconfirmedRanges _unconfirmed = new();

    // Only in lazy mode.
    [Owned]
    [PointeeGuardedBy(nameof(_gate))]
    private readonly FlushDeadline? _deadline;

    /// <summary>How many ranges were unmapped that some unit may still have cached.</summary>
    public int UnconfirmedRanges
    {
        get
        {
            lock (_gate)
            {
                return _unconfirmed.Count;
            }
        }
    }

    /// <summary>Unmaps what of a range is mapped. Pages that reach beyond the range are split.</summary>
    /// <param name="address">The first address, canonical, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <returns>How many bytes had been mapped.</returns>
    /// <remarks>
    /// In strict mode it returns when no unit can use an old translation of the range any more, whoever unmapped it. In lazy mode it returns at once, unless more ranges
    /// wait than may: what the range stood for must not be used otherwise before <see cref="Flush"/> has succeeded.
    /// </remarks>
    /// <exception cref="MappingException">The range is unaligned or out of range; nothing was unmapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was unmapped.</exception>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm: the range is unmapped, but may be used and cannot be mapped before <see cref="Flush"/> has succeeded.</exception>
    public ulong Unmap(ulong address, ulong length)
    {
        UnmapOutcome outcome = TakeOut(address, length, out List<ulong>? retired, out UnmappedRange range, out ulong bytes);
        IommuUnitFailedException? failure = null;
        if (outcome == UnmapOutcome.Due)
        {
            failure = Invalidate(address, length);
            Settle(range, retired!, failure);
        }
        else if (outcome == UnmapOutcome.Overdue)
        {
            failure = FlushDeferred();
        }

        _host.ThrowAfterBlocking(failure);
        return bytes;
    }

    [TryAcquiresReference(UnmapOutcome.Due)]
    private UnmapOutcome TakeOut(ulong address, ulong length, [Owned] out List<ulong>? retired, [Owned] out UnmappedRange range, out ulong bytes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            List<ulong> frames = TakeOut(address, length, out bytes);
            retired = null;
            range = default;

            // What another thread has taken out before, or a failed unit has not confirmed, is not forgotten yet.
            if (bytes == 0 && frames.Count == 0 && (_deadline is not null || !_unconfirmed.TryFindOverlap(address, address + (length - 1), out _)))
            {
                return UnmapOutcome.Nothing;
            }

            range = _unconfirmed.Add(address, address + (length - 1));
            if (_deadline is null)
            {
                retired = frames;
                return UnmapOutcome.Due;
            }

            _unconfirmed.AddFrames(frames);
            _deadline.Arm();
            return _unconfirmed.Count > Flushing.MostDeferredRanges ? UnmapOutcome.Overdue : UnmapOutcome.Deferred;
        }
    }

    [RequiresLock(nameof(_gate))]
    [return: ReturnsOwned]
    private List<ulong> TakeOut(ulong address, ulong length, out ulong bytes)
    {
        List<ulong> frames = [];
        bytes = _table.Unmap(address, length, frames);
        return frames;
    }

    /// <summary>Has every unit concerned forget all that is cached under the PASIDs that the table is bound to.</summary>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm.</exception>
    public void Flush()
    {
        UnmappedRange all;
        List<ulong> retired = [];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            all = _unconfirmed.TakeAll(retired);
        }

        IommuUnitFailedException? failure = Invalidate(0, 0);
        Settle(all, retired, failure);
        _host.ThrowAfterBlocking(failure);
    }

    /// <summary>Flushes what waits, and logs the first time that this fails; does nothing in strict mode.</summary>
    internal void FlushDeferredInTime()
    {
        bool isRetry;
        lock (_gate)
        {
            if (_deadline is null)
            {
                return;
            }

            isRetry = _deadline.IsRetrying;
        }

        if (FlushDeferred() is { } failure)
        {
            _host.BlockAfter(failure);
            if (!isRetry && _host.Logger is { } logger)
            {
                DriverLog.DeferredGuestFlushFailed(logger, failure, UnconfirmedRanges);
            }
        }
    }

    private IommuUnitFailedException? FlushDeferred()
    {
        Span<PageRange> pieces = stackalloc PageRange[MostDeferredPieces];
        int count;
        UnmappedRange all;
        List<ulong> retired = [];
        lock (_gate)
        {
            _deadline?.Begin();
            if (_isDisposed || _unconfirmed.Count == 0)
            {
                return null;
            }

            count = _unconfirmed.Cover(pieces, out _);
            all = _unconfirmed.TakeAll(retired);
        }

        IommuUnitFailedException? failure = Invalidate(pieces[..count]);
        Settle(all, retired, failure);
        return failure;
    }

    // What a flush has covered is free, and what it has not stays back.
    private void Settle([Consumes] UnmappedRange range, [Consumes] List<ulong> retired, IommuUnitFailedException? failure)
    {
        lock (_gate)
        {
            if (failure is not null || _isDisposed)
            {
                _unconfirmed.AddFrames(retired);
            }
            else
            {
                _frames.Recycle(retired);
            }

            bool isAll = range.IsAll;
            _unconfirmed.End(range, confirmed: failure is null);
            if (isAll && _deadline is not null)
            {
                _deadline.End(confirmed: failure is null);
                if (_unconfirmed.Count > 0 && !_isDisposed)
                {
                    _deadline.Arm();
                }
            }
        }
    }

    private IommuUnitFailedException? Invalidate(ulong address, ulong length)
    {
        Span<PageRange> pieces = stackalloc PageRange[MostPieces];
        pieces[0] = PageRange.All;
        return Invalidate(pieces[..(length == 0 ? 1 : FlushRanges.Split(address, length, pieces))]);
    }

    // Who binds the table after it was changed has nothing of before cached; who bound it before is in the list.
    private IommuUnitFailedException? Invalidate(ReadOnlySpan<PageRange> ranges)
    {
        GuestTableBinding[] bindings;
        lock (_gate)
        {
            bindings = [.. _bindings];
        }

        FlushBatch batch = _host.RentBatch();
        try
        {
            foreach (GuestTableBinding binding in bindings)
            {
                binding.Domain.AddInvalidations(batch, binding.Pasid, ranges);
            }

            return batch.Execute(out _);
        }
        finally
        {
            _host.ReturnBatch(batch);
        }
    }
}
