using DeclIommu.Memory;
using Microsoft.Extensions.Logging;

namespace DeclIommu.Driver;

/// <summary>How a host manages its units.</summary>
public sealed class IommuHostOptions
{
    private readonly int _mostCommandsPerFlush = 1024;

    /// <summary>Where frames for page tables come from; if null from where those of the first unit came.</summary>
    public PageFrameAllocator? Frames { get; init; }

    /// <summary>Told of what nobody waits for: deferred flushes that fail, domains disposed while in use.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The clock by which what is restored from a saved state flushes lazily; a saved state has none.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where domain IDs come from; if null all 65,535 there are.</summary>
    internal DomainIdAllocator? DomainIds { get; init; }

    /// <summary>
    /// How many commands one flush sends to a unit at most: past that it widens, first to one range a domain, then to everything the unit has cached, if it can be told
    /// so in one command. 1 or more; 1024 unless said otherwise.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MostCommandsPerFlush
    {
        get => _mostCommandsPerFlush;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _mostCommandsPerFlush = value;
        }
    }
}
