namespace DeclIommu.Driver;

/// <summary>When units are told to forget what was taken away: the same for all that can be flushed lazily.</summary>
public abstract class FlushOptions
{
    private readonly TimeSpan _longestDelay = TimeSpan.FromMilliseconds(10);
    private readonly int _mostDeferred = 256;

    private protected FlushOptions()
    {
    }

    /// <summary>When units are told to forget what was taken away; <see cref="DeclIommu.Driver.FlushMode.Strict"/> unless said otherwise.</summary>
    public FlushMode FlushMode { get; init; }

    /// <summary>In lazy mode: how long after the first that waits all that wait are flushed; more than 0, at most 18 hours; 10 ms unless said otherwise.</summary>
    /// <remarks>A flush that a unit has not confirmed is tried again when the unit is recovered, and after this time, then after twice as long, up to 64 times as long.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or more than 18 hours.</exception>
    public TimeSpan LongestFlushDelay
    {
        get => _longestDelay;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, FlushDeadline.LongestDelay);
            _longestDelay = value;
        }
    }

    /// <summary>In lazy mode: how many ranges, or PASIDs, wait at most; one more flushes them all. 1 or more; 256 unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MostDeferredRanges
    {
        get => _mostDeferred;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _mostDeferred = value;
        }
    }

    /// <summary>The clock of the delay.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>All of this but the clock, as a saved state keeps it.</summary>
    internal SavedFlushing Saved
    {
        get => new() { Mode = FlushMode, LongestDelay = LongestFlushDelay.Ticks, MostDeferred = MostDeferredRanges };
        init
        {
            FlushMode = value.Mode;
            LongestFlushDelay = TimeSpan.FromTicks(value.LongestDelay);
            MostDeferredRanges = value.MostDeferred;
        }
    }

    /// <summary>Flushes in time, in lazy mode; null in strict mode.</summary>
    internal FlushDeadline? CreateDeadline(Action flush) => FlushMode == FlushMode.Lazy ? new FlushDeadline(TimeProvider, LongestFlushDelay, flush) : null;
}
