using DeclIommu.Contracts;

namespace DeclIommu.Device;

/// <summary>Where the requests of some devices run, one at a time.</summary>
internal sealed class RequestLane
{
    /// <summary>Held by a request from translation to the last byte.</summary>
    internal object Gate { get; } = new();

    /// <summary>How many requests have ended, each within one page.</summary>
    [GuardedBy(nameof(Gate))]
    internal ulong Ended { get; set; }
}
