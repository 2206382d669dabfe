using BenchmarkDotNet.Attributes;
using DeclIommu.Driver;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Joins and leaves the mapping of a guest domain ID that others use, among 1000.</summary>
public class JoinLeaveBenchmark
{
    private const int Count = 256;

    private readonly GuestDomainMap _map = new(new PlainIds(), new DomainIdQuota(1000), static _ => UnitSet.Empty);
    private readonly Dictionary<ushort, int> _counts = [];
    private readonly object _gate = new();

    public JoinLeaveBenchmark()
    {
        for (ushort id = 0; id < 1000; id++)
        {
            _map.Join(id);
            _counts.Add(id, 1);
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Map()
    {
        for (int i = 0; i < Count; i++)
        {
            _map.Leave(_map.Join((ushort)(i * 3)));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void DictionaryOfCounts()
    {
        for (int i = 0; i < Count; i++)
        {
            ushort id = (ushort)(i * 3);
            lock (_gate)
            {
                _counts[id]++;
            }

            lock (_gate)
            {
                _counts[id]--;
            }
        }
    }

    private sealed class PlainIds : IDomainIds
    {
        private readonly DomainIdAllocator _ids = new();

        public int Capacity => _ids.Capacity;

        public int QuarantinedCount => 0;

        public bool TryAllocate(out HostDomainId id) => _ids.TryAllocate(out id);

        public bool TryReclaim() => false;

        public void Release(HostDomainId id, UnitSet mayBeCachedOn, DomainIdQuota? quota) => _ids.Release(id, mayBeCachedOn, quota);
    }
}
