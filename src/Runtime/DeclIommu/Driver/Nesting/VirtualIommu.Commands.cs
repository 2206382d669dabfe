using System.Diagnostics;
using System.Runtime.CompilerServices;
using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Commands of the guest.</content>
public sealed partial class VirtualIommu : IFlushOwner
{
    /// <summary>Acts on commands that the guest has put into its command buffer: translates its device and domain IDs, and has the units do what it asks.</summary>
    /// <param name="commands">Whole commands, 16 bytes each, copied out of the guest's memory; a rest shorter than that is left.</param>
    /// <param name="observer">Told of what only the emulator of the guest's IOMMU can do.</param>
    /// <returns>How many commands were done. Fewer than were given: the next one is illegal, and the guest gets the event for it.</returns>
    /// <remarks>What the guest asks of domain IDs and devices it does not have has no effect. Blocks while units work.</remarks>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm, and its devices are blocked; commands since the last completion wait count as not done.</exception>
    /// <exception cref="ObjectDisposedException">The virtual IOMMU was disposed.</exception>
    public int Execute(ReadOnlySpan<byte> commands, IGuestCommandObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ThrowIfDisposed();
        FlushBatch batch = Parent.Host.RentBatch();
        try
        {
            GuestCommandExecutor executor = new(this, batch, observer);
            int done = 0;
            while (executor.TryTake(commands, done))
            {
                if (executor.IsDue)
                {
                    Flush(batch);
                    executor.Tell();
                }

                done++;
            }

            Flush(batch);
            DriverMetrics.NoteGuestCommands(done);
            return done;
        }
        finally
        {
            Parent.Host.ReturnBatch(batch);
        }
    }

    /// <summary>Acts on commands of the guest as <see cref="Execute"/> does, without blocking while units work.</summary>
    /// <param name="commands">Whole commands, 16 bytes each, not to be changed before the result is there; a rest shorter than that is left.</param>
    /// <param name="observer">Told of what only the emulator of the guest's IOMMU can do, from a thread of the pool once the first unit was waited for.</param>
    /// <param name="cancellationToken">
    /// Ends the wait, with <see cref="OperationCanceledException"/>: what was sent to units goes on, the observer is told of no further command, and commands since the
    /// last completion wait count as not done. Cancelled before the call, it keeps all of them from being done.
    /// </param>
    /// <returns>How many commands were done, as <see cref="Execute"/> tells. To be awaited once.</returns>
    /// <remarks>Blocks only while a unit's command buffer has no room. Allocates nothing once as many calls have been under way at a time.</remarks>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm, and its devices are blocked; commands since the last completion wait count as not done.</exception>
    /// <exception cref="ObjectDisposedException">The virtual IOMMU was disposed.</exception>
    public ValueTask<int> ExecuteAsync(ReadOnlyMemory<byte> commands, IGuestCommandObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : RunAsync(commands, observer, cancellationToken);
    }

    void IFlushOwner.EndFlush([Consumes] FlushOperation operation, [Consumes] FlushBatch batch, [Consumes] UnmappedRange range, IommuUnitFailedException? failure)
    {
        Debug.Assert(range == default, "What a guest asks for unmaps nothing.");
        Parent.Host.ReturnBatch(batch);
        Parent.Host.BlockAfter(failure);
        operation.End(failure);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> RunAsync(ReadOnlyMemory<byte> commands, IGuestCommandObserver observer, CancellationToken cancellationToken)
    {
        FlushBatch batch = Parent.Host.RentBatch();
        try
        {
            GuestCommandExecutor executor = new(this, batch, observer);
            int done = 0;
            while (executor.TryTake(commands.Span, done))
            {
                if (executor.IsDue)
                {
                    batch = Send(batch, cancellationToken, out ValueTask flushed);
                    executor.Batch = batch;
                    await flushed.ConfigureAwait(false);
                    executor.Tell();
                }

                done++;
            }

            batch = Send(batch, cancellationToken, out ValueTask last);
            await last.ConfigureAwait(false);
            DriverMetrics.NoteGuestCommands(done);
            return done;
        }
        finally
        {
            Parent.Host.ReturnBatch(batch);
        }
    }

    // The flush keeps its batch, also when nobody awaits it any more; what comes next goes into another.
    [return: ReturnsOwned]
    private FlushBatch Send([Consumes] FlushBatch batch, CancellationToken cancellationToken, out ValueTask flushed)
    {
        if (batch.Units.IsEmpty)
        {
            flushed = ValueTask.CompletedTask;
            return batch;
        }

        FlushBatch next = Parent.Host.RentBatch();
        FlushOperation operation = Parent.Host.RentOperation();
        operation.Begin(default, 0, cancellationToken);
        short token = operation.Token;
        IommuUnitFailedException? failure = batch.Send(out UnitSet failed);
        operation.Follow(this, batch, default, batch.Units - failed, failure);
        flushed = new ValueTask(operation, token);
        return next;
    }

    private void Flush(FlushBatch batch)
    {
        IommuUnitFailedException? failure = batch.Execute(out _);
        batch.Clear();
        Parent.Host.ThrowAfterBlocking(failure);
    }

    private void ThrowIfDisposed()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }
    }
}
