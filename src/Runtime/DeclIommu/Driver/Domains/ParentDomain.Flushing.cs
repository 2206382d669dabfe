using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <content>Unmapping, and having units forget what was unmapped.</content>
public sealed partial class ParentDomain
{
    private const int MostPieces = 4;

    /// <summary>How many ranges were unmapped that some unit may still have cached.</summary>
    public int UnconfirmedRanges
    {
        get
        {
            lock (_tableGate)
            {
                return _unconfirmed.Count;
            }
        }
    }

    /// <summary>Unmaps what of a range is mapped. Pages that reach beyond the range are split.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <returns>How many bytes had been mapped.</returns>
    /// <remarks>
    /// In strict mode it returns when no unit can use an old translation of the range any more, whoever unmapped it. In lazy mode it returns at once, unless more ranges wait than may: the memory must not be
    /// used otherwise before <see cref="Flush"/> has succeeded, or what <see cref="UnmapAsync"/> returned has.
    /// </remarks>
    /// <exception cref="MappingException">The range is unaligned or out of range; nothing was unmapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was unmapped.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">
    /// A unit did not confirm. The range is unmapped, but the unit may use the old translation: the memory must not be used otherwise, nor can the range be mapped, before
    /// <see cref="Flush"/> has succeeded.
    /// </exception>
    public ulong Unmap(ulong iova, ulong length)
    {
        HostPageTable.Check(iova, length, LastAddress);
        FlushBatch batch = Host.RentBatch();
        try
        {
            UnmapOutcome outcome = TakeOut(iova, length, batch, null, out UnmappedRange range, out ulong bytes);
            IommuUnitFailedException? failure = null;
            if (outcome == UnmapOutcome.Due)
            {
                failure = Invalidate(batch, iova, length);
                Settle(batch, range, failure);
            }
            else if (outcome == UnmapOutcome.Overdue)
            {
                failure = FlushDeferred();
            }

            Host.ThrowAfterBlocking(failure);
            return bytes;
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    /// <summary>Changes the permissions of what of a range is mapped, and returns when no unit can use the old ones any more. Pages that reach beyond the range are split.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, write or both.</param>
    /// <returns>How many bytes are mapped there.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range, or the permissions allow nothing; nothing was changed.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm: it may use the old permissions until <see cref="Flush"/> has succeeded.</exception>
    public ulong Protect(ulong iova, ulong length, Permissions permissions)
    {
        HostPageTable.Check(iova, length, LastAddress);
        FlushBatch batch = Host.RentBatch();
        try
        {
            ulong bytes;
            lock (_tableGate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                ulong inTable = Math.Min(iova + (length - 1), _table.LastAddress);
                bytes = iova > _table.LastAddress ? 0 : _table.Protect(iova, inTable - iova + 1, permissions);
            }

            Host.ThrowAfterBlocking(bytes == 0 ? null : Invalidate(batch, iova, length));
            return bytes;
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    /// <summary>Has every unit concerned forget all that is cached under this domain and the nested domains on it.</summary>
    /// <remarks>Once it returns, all that was unmapped before may be used otherwise, and mapped again.</remarks>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm.</exception>
    public void Flush()
    {
        FlushBatch batch = Host.RentBatch();
        try
        {
            if (!TryTakeAll(batch, out UnmappedRange all))
            {
                throw Closed();
            }

            IommuUnitFailedException? failure = Invalidate(batch, 0, 0);
            Settle(batch, all, failure);
            Host.ThrowAfterBlocking(failure);
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    // Everything: the range has no addresses, and the ticket of the last there is.
    [TryAcquiresReference(true)]
    private bool TryTakeAll(FlushBatch batch, [Owned] out UnmappedRange all)
    {
        lock (_tableGate)
        {
            if (_isClosed)
            {
                all = default;
                return false;
            }

            all = _unconfirmed.TakeAll(batch.RetiredFrames);
            return true;
        }
    }

    private static ObjectDisposedException Closed() => new(typeof(ParentDomain).FullName);

    // In lazy mode an operation begins, and waits with the range for the flush that covers it.
    [TryAcquiresReference(UnmapOutcome.Due)]
    private UnmapOutcome TakeOut(
        ulong iova, ulong length, FlushBatch batch, FlushOperation? operation, [Owned] out UnmappedRange range, out ulong bytes, CancellationToken cancellation = default)
    {
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            ulong inTable = Math.Min(iova + (length - 1), _table.LastAddress);
            bytes = iova > _table.LastAddress ? 0 : _table.Unmap(iova, inTable - iova + 1, batch.RetiredFrames);

            // What another thread has taken out before, or a failed unit has not confirmed, is not forgotten yet; in lazy mode only who waits needs to care.
            if (bytes == 0 && !((_deadline is null || operation is not null) && _unconfirmed.TryFindOverlap(iova, iova + (length - 1), out _)))
            {
                range = default;
                return UnmapOutcome.Nothing;
            }

            range = _unconfirmed.Add(iova, iova + (length - 1));
            return _deadline is null ? UnmapOutcome.Due : Defer(batch, operation, range, bytes, cancellation);
        }
    }

    // What a flush has covered is free, and what it has not stays back.
    private void Settle(FlushBatch batch, [Consumes] UnmappedRange range, IommuUnitFailedException? failure)
    {
        UnitSet mayBeWalkedBy = failure is null ? UnitSet.Empty : batch.Units;
        List<ulong> frames = batch.TakeFrames();
        List<FlushOperation>? ended = null;
        bool staysBack;
        lock (_tableGate)
        {
            staysBack = failure is not null && !_isClosed;
            if (staysBack)
            {
                _unconfirmed.AddFrames(frames);
            }

            long ticket = range.Ticket;
            bool isAll = range.IsAll;
            _unconfirmed.End(range, confirmed: failure is null);
            if (isAll)
            {
                EndDeferred(confirmed: failure is null);
                ended = _unconfirmed.TakeWaiting(ticket, batch.Waiting);
            }
        }

        if (!staysBack)
        {
            Host.Ids.FreeFrames(frames, mayBeWalkedBy);
        }

        if (ended is not null)
        {
            EndAll(ended, failure);
        }
    }

    private static void EndAll([Consumes] List<FlushOperation> operations, Exception? failure)
    {
        foreach (FlushOperation operation in operations)
        {
            operation.End(failure);
        }
    }

    private IommuUnitFailedException? Invalidate(FlushBatch batch, ulong iova, ulong length)
    {
        AddInvalidations(batch, iova, length);
        return batch.Execute(out _);
    }

    private void AddInvalidations(FlushBatch batch, ulong iova, ulong length)
    {
        if (length == 0)
        {
            Presence.AddInvalidations(batch, [PageRange.All], PageRange.All, Host.MostCommandsPerFlush);
        }
        else
        {
            Span<PageRange> pieces = stackalloc PageRange[MostPieces];
            int count = FlushRanges.Split(iova, length, pieces);
            Presence.AddInvalidations(batch, pieces[..count], PageRange.Covering(iova, length), Host.MostCommandsPerFlush);
        }
    }
}
