using DeclIommu.Contracts;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>Frames taken before a page table is changed, so that the change itself cannot fail.</summary>
/// <remarks>Not safe for concurrent use; kept by its page table and used again.</remarks>
internal sealed class ReservedFrames(PageFrameAllocator frames) : IDisposable
{
    private ulong[] _addresses = new ulong[8];
    private int _count;

    /// <summary>Takes frames, for one change of the table.</summary>
    /// <param name="count">How many.</param>
    /// <param name="purpose">What they are for: the message is put together only if there are not enough.</param>
    /// <param name="iova">The first address of the range that is changed.</param>
    /// <param name="length">Its length.</param>
    /// <returns>These frames, to be disposed of when the change is made: what is left of them goes back.</returns>
    /// <exception cref="PageFramesExhaustedException">There are not so many; none is held then.</exception>
    [return: ReturnsOwned]
    public ReservedFrames Take(int count, string purpose, ulong iova, ulong length)
    {
        if (_addresses.Length < count)
        {
            Array.Resize(ref _addresses, count);
        }

        while (_count < count)
        {
            if (!frames.TryAllocate(out ulong address))
            {
                int available = _count;
                Dispose();
                throw new PageFramesExhaustedException($"{purpose} the range from iova 0x{iova:X}, length 0x{length:X},", count, available);
            }

            _addresses[_count++] = address;
        }

        // The one taken first is used first.
        Array.Reverse(_addresses, 0, _count);
        return this;
    }

    [return: ReturnsOwned]
    public ulong Use() => _count > 0 ? _addresses[--_count] : throw new InvalidOperationException("A page table change used more frames than were reserved for it.");

    public void Dispose()
    {
        while (_count > 0)
        {
            ulong address = Use();
            frames.Free(address);
        }
    }
}
