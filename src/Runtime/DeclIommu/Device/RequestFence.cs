
namespace DeclIommu.Device;

/// <summary>Tells when every request of a device that was under way has ended.</summary>
/// <remarks>
/// A request holds the gate of its device's lane from translation to the last byte; <see cref="Drain"/> passes through every gate. Requests of devices
/// in different lanes run at the same time.
/// </remarks>
internal sealed class RequestFence
{
    private const int LaneCount = 16;

    private readonly RequestLane[] _lanes = Enumerable.Range(0, LaneCount).Select(static _ => new RequestLane()).ToArray();

    /// <summary>The lane whose gate a request of a device holds.</summary>
    internal RequestLane LaneOf(ushort device) => _lanes[device % LaneCount];

    /// <summary>Returns when every request that was under way at the call has ended.</summary>
    /// <returns>How many requests have ended so far, each within one page.</returns>
    internal ulong Drain()
    {
        ulong ended = 0;
        foreach (RequestLane lane in _lanes)
        {
            // Whoever held the gate has left it.
            lock (lane.Gate)
            {
                ended += lane.Ended;
            }
        }

        return ended;
    }
}
