namespace DeclIommu.Driver;

/// <summary>How a parent domain translates.</summary>
public sealed class ParentDomainOptions
{
    private readonly int _levels = 3;
    private readonly ulong _largestPage = HostPageSize.LargestPage;
    private readonly TimeSpan _longestDelay = TimeSpan.FromMilliseconds(10);
    private readonly int _mostDeferred = 256;

    /// <summary>How many levels the page table has at first, 1 to 6; it grows when higher addresses are mapped. 3, for 512 GiB, unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 to 6.</exception>
    public int Levels
    {
        get => _levels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, HostPageSize.HighestLevel);
            _levels = value;
        }
    }

    /// <summary>The largest page size to map with: a power of two from 4 KiB to 2^51, which it is unless said otherwise, except 512 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such size.</exception>
    public ulong LargestPage
    {
        get => _largestPage;
        init
        {
            if (!HostPageSize.IsUsable(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A page size is a power of two from {HostPageSize.Smallest} to {HostPageSize.LargestPage}, except 512 GiB.");
            }

            _largestPage = value;
        }
    }

    /// <summary>When units are told to forget what was unmapped; <see cref="DeclIommu.Driver.FlushMode.Strict"/> unless said otherwise.</summary>
    public FlushMode FlushMode { get; init; }

    /// <summary>In lazy mode: how long after the first range that waits all that wait are flushed; 10 ms unless said otherwise.</summary>
    /// <remarks>A flush that a unit has not confirmed is tried again when the unit is recovered, and after this time, then after twice as long, up to 64 times as long.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan LongestFlushDelay
    {
        get => _longestDelay;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _longestDelay = value;
        }
    }

    /// <summary>In lazy mode: how many ranges wait at most; unmapping one more flushes them. 1 or more; 256 unless said otherwise.</summary>
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
}
