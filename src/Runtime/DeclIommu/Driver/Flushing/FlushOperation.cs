using System.Diagnostics;
using System.Threading.Tasks.Sources;
using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>A flush that somebody awaits: either on its way, and then it looks at the units from the thread pool until they have answered, or waiting for a later flush to cover it.</summary>
/// <remarks>
/// Rented from the host, and given back when both the flush has ended and its outcome was taken: an awaited flush allocates nothing once there are enough. A wait that is
/// cancelled ends at once for who awaits it; the flush goes on, and what it keeps back is kept back until it has ended. A reference is held by whoever awaits it, and one by the flush.
/// </remarks>
[ReferenceCounted]
internal sealed class FlushOperation(IommuHost host) : IThreadPoolWorkItem, IValueTaskSource<ulong>, IValueTaskSource
{
    private const int PollsPerTurn = 64;

    private ManualResetValueTaskSourceCore<ulong> _outcome = new() { RunContinuationsAsynchronously = true };

    [Owned]
    private CancellationTokenRegistration _cancellation;

    private IFlushOwner? _owner;

    [Owned]
    private FlushBatch? _batch;

    private UnitSet _left;
    private IommuUnitFailedException? _failure;
    private UnmappedRange _range;
    private ulong _bytes;
    private int _isSettled;
    private int _holders;

    /// <summary>The range, or the last of the ranges, that the flush covers.</summary>
    public long Ticket => _range.Ticket;

    /// <summary>The token of the wait.</summary>
    public short Token => _outcome.Version;

    /// <summary>Begins a wait: who rented the operation awaits it, and the new reference is the flush's.</summary>
    /// <param name="range">What is waited for.</param>
    /// <param name="bytes">The result.</param>
    /// <param name="cancellation">Ends the wait, not the flush.</param>
    [AcquiresReference]
    public void Begin([Borrows] UnmappedRange range, ulong bytes, CancellationToken cancellation)
    {
        Debug.Assert(_cancellation == default, "An operation is awaited once.");
        _range = range;
        _bytes = bytes;
        _isSettled = 0;
        _holders = 2;
        _cancellation = cancellation.UnsafeRegister(static (operation, token) => ((FlushOperation)operation!).Cancel(token), this);
    }

    /// <summary>Looks at the units from the thread pool until all have answered.</summary>
    /// <remarks>The flush's reference goes with it.</remarks>
    [ReleasesReference]
    public void Follow(IFlushOwner owner, [Consumes] FlushBatch batch, [Consumes] UnmappedRange range, UnitSet left, IommuUnitFailedException? failure)
    {
        Debug.Assert(_batch is null, "An operation follows one flush at a time.");
        _owner = owner;
        _batch = batch;
        _range = range;
        _left = left;
        _failure = failure;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    /// <remarks>What the thread pool holds ends with the flush.</remarks>
    [ReleasesReference]
    public void Execute()
    {
        for (int poll = 0; poll < PollsPerTurn; poll++)
        {
            if (_batch!.Poll(ref _left, ref _failure))
            {
                FlushBatch batch = _batch;
                _batch = null;
                _owner!.EndFlush(this, batch, _range, _failure);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Ends the flush, for whoever still waits.</summary>
    /// <param name="failure">Why a unit has not confirmed, if one has not.</param>
    [ReleasesReference]
    public void End(Exception? failure)
    {
        _cancellation.Dispose();
        _cancellation = default;
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            if (failure is null)
            {
                _outcome.SetResult(_bytes);
            }
            else
            {
                _outcome.SetException(failure);
            }
        }

        LetGo();
    }

    ulong IValueTaskSource<ulong>.GetResult(short token) => Take(token);

    void IValueTaskSource.GetResult(short token) => Take(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    [ReleasesReference]
    private ulong Take(short token)
    {
        if (_outcome.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The outcome of a flush is taken after it was awaited.");
        }

        try
        {
            return _outcome.GetResult(token);
        }
        finally
        {
            LetGo();
        }
    }

    /// <summary>Goes back to the host without having begun.</summary>
    [ReleasesReference]
    public void Abandon() => host.Keep(this);

    private void Cancel(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            _outcome.SetException(new OperationCanceledException(cancellation));
        }
    }

    [ReleasesReference]
    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _owner = null;
            _failure = null;
            _outcome.Reset();
            host.Keep(this);
        }
    }
}
