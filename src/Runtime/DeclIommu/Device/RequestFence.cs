
namespace DeclIommu.Device;

/// <summary>Tells when every request of a device that was under way has ended.</summary>
/// <remarks>
/// A request holds the gate of its device's lane from translation to the last byte; <see cref="Drain"/> passes through every gate. Requests of devices
/// in different lanes run at the same time.
/// </remarks>
internal sealed class RequestFence
{
    private const int LaneCount = 16;

    private readonly object[] _lanes = Enumerable.Range(0, LaneCount).Select(static _ => new object()).ToArray();

    /// <summary>The gate that a request of a device holds.</summary>
    internal object LaneOf(ushort device) => _lanes[device % LaneCount];

    /// <summary>Returns when every request that was under way at the call has ended.</summary>
    internal void Drain()
    {
        foreach (object lane in _lanes)
        {
            lock (lane)
            {
                // Whoever held the lane has left it.
            }
        }
    }
}
