using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>Until when what was unmapped waits to be flushed; after a flush that failed, until when it is tried again: later each time.</summary>
/// <remarks>Guarded by the gate of the page table that it belongs to, but for its disposal.</remarks>
internal sealed class FlushDeadline : IDisposable
{
    /// <summary>The longest delay: 64 times as long, 48 days, is still less than the 2^32 - 2 ms that a timer waits at most.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(18);

    private const int LongestRetry = 64;

    [Owned]
    private readonly ITimer _timer;

    private readonly TimeSpan _delay;
    private TimeSpan _next;
    private bool _isArmed;

    /// <param name="time">The clock.</param>
    /// <param name="delay">How long the first that waits waits.</param>
    /// <param name="flush">Flushes, with no lock held.</param>
    public FlushDeadline(TimeProvider time, TimeSpan delay, Action flush)
    {
        _delay = _next = delay;
        _timer = time.CreateTimer(static flush => ((Action)flush!)(), flush, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the last flush failed.</summary>
    public bool IsRetrying => _next > _delay;

    /// <summary>Makes sure that a flush comes.</summary>
    public void Arm()
    {
        if (!_isArmed)
        {
            _isArmed = true;
            _timer.Change(_next, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes that a flush of all that waits begins.</summary>
    public void Begin() => _isArmed = false;

    /// <summary>Notes how a flush of all that waited has ended.</summary>
    public void End(bool confirmed) => _next = confirmed ? _delay : _next * 2 > _delay * LongestRetry ? _next : _next * 2;

    public void Dispose() => _timer.Dispose();
}
