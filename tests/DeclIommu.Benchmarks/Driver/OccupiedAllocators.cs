using DeclIommu.Driver;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>The allocator, and a bitmap under a lock as older kernels have it, equally full; the IDs in use are spread at random.</summary>
internal sealed class OccupiedAllocators
{
    public const int Rounds = 256;

    private readonly DomainIdAllocator _ours = new();
    private readonly ulong[] _bitmap = new ulong[1024];
    private readonly object _gate = new();
    private int _hint;

    public OccupiedAllocators(int percent)
    {
        List<HostDomainId> taken = [];
        while (_ours.TryAllocate(out HostDomainId id))
        {
            taken.Add(id);
        }

        Random random = new(1);
        Array.Fill(_bitmap, ulong.MaxValue);
        foreach (HostDomainId id in taken)
        {
            if (random.Next(100) >= percent)
            {
                _ours.Release(id, UnitSet.Empty, null);
                _bitmap[id.Value / 64] &= ~(1UL << (id.Value % 64));
            }
        }
    }

    public void ChurnOurs()
    {
        for (int round = 0; round < Rounds; round++)
        {
            _ours.TryAllocate(out HostDomainId id);
            _ours.Release(id, UnitSet.Empty, null);
        }
    }

    // From where the last search ended, so that IDs are not used again at once.
    public void ChurnBitmap()
    {
        for (int round = 0; round < Rounds; round++)
        {
            int id;
            lock (_gate)
            {
                int word = _hint;
                while (_bitmap[word] == ulong.MaxValue)
                {
                    word = (word + 1) % _bitmap.Length;
                }

                int bit = System.Numerics.BitOperations.TrailingZeroCount(~_bitmap[word]);
                _bitmap[word] |= 1UL << bit;
                id = (word * 64) + bit;
                _hint = (word + 1) % _bitmap.Length;
            }

            lock (_gate)
            {
                _bitmap[id / 64] &= ~(1UL << (id % 64));
            }
        }
    }
}
