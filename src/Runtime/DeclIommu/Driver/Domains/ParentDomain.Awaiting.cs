using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <content>Flushes that are awaited.</content>
public sealed partial class ParentDomain : IFlushOwner
{
    /// <summary>Unmaps what of a range is mapped, and completes when no unit can use the old translation any more; in lazy mode that is with the next flush.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="cancellationToken">
    /// Ends the wait, with <see cref="OperationCanceledException"/>, and no more: what was unmapped stays unmapped, the flush goes on, and until it has completed the range
    /// is not mapped again and the memory must not be used otherwise. Cancelled before the call, it keeps the range from being unmapped.
    /// </param>
    /// <returns>How many bytes had been mapped. To be awaited once. Fails with <see cref="IommuUnitFailedException"/> as <see cref="Unmap"/> does.</returns>
    /// <remarks>Blocks only while a unit's command buffer has no room. Completions are looked for from the thread pool; that allocates nothing once as many flushes have been under way at a time.</remarks>
    /// <exception cref="MappingException">The range is unaligned or out of range; nothing was unmapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was unmapped.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public ValueTask<ulong> UnmapAsync(ulong iova, ulong length, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ulong>(cancellationToken);
        }

        HostPageTable.Check(iova, length, LastAddress);
        FlushBatch batch = Host.RentBatch();
        FlushOperation operation = Host.RentOperation();
        UnmapOutcome outcome = UnmapOutcome.Nothing;
        UnmappedRange range;
        ulong bytes;
        try
        {
            outcome = TakeOut(iova, length, batch, operation, out range, out bytes, cancellationToken);
            if (outcome == UnmapOutcome.Nothing)
            {
                return new ValueTask<ulong>(bytes);
            }
        }
        finally
        {
            if (outcome == UnmapOutcome.Nothing)
            {
                Host.ReturnBatch(batch);
                Host.ReturnOperation(operation);
            }
        }

        short token;
        if (outcome == UnmapOutcome.Due)
        {
            operation.Begin(range, bytes, cancellationToken);
            token = operation.Token;
            AddInvalidations(batch, iova, length);
            Follow(operation, batch, range);
        }
        else
        {
            token = operation.Token;
            Host.ReturnBatch(batch);
            if (outcome == UnmapOutcome.Overdue)
            {
                Host.BlockAfter(FlushDeferred());
            }
        }

        return new ValueTask<ulong>(operation, token);
    }

    /// <summary>Has every unit concerned forget all that is cached under this domain and the nested domains on it, and completes when they have.</summary>
    /// <param name="cancellationToken">Ends the wait, with <see cref="OperationCanceledException"/>; the flush goes on. Cancelled before the call, it keeps the flush from beginning.</param>
    /// <returns>To be awaited once. Fails with <see cref="IommuUnitFailedException"/> if a unit did not confirm.</returns>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        FlushBatch batch = Host.RentBatch();
        if (!TryTakeAll(batch, out UnmappedRange all))
        {
            Host.ReturnBatch(batch);
            throw Closed();
        }

        FlushOperation operation = Host.RentOperation();
        operation.Begin(all, 0, cancellationToken);
        short token = operation.Token;
        AddInvalidations(batch, 0, 0);
        Follow(operation, batch, all);
        return new ValueTask(operation, token);
    }

    void IFlushOwner.EndFlush([Consumes] FlushOperation operation, [Consumes] FlushBatch batch, [Consumes] UnmappedRange range, IommuUnitFailedException? failure)
    {
        Settle(batch, range, failure);
        Host.ReturnBatch(batch);
        Host.BlockAfter(failure);
        operation.End(failure);
    }

    private void Follow([Consumes] FlushOperation operation, [Consumes] FlushBatch batch, [Consumes] UnmappedRange range)
    {
        IommuUnitFailedException? failure = batch.Send(out UnitSet failed);
        operation.Follow(this, batch, range, batch.Units - failed, failure);
    }
}
