using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Finds cached translations among 1 thousand; the peer is a dictionary.</summary>
public class Iotlb1kBenchmark
{
    private readonly IotlbWorkload _work = new(entries: 1 * 1024);

    [Benchmark(OperationsPerInvoke = IotlbWorkload.Lookups)]
    public ulong Table() => _work.FindOurs();

    [Benchmark(Baseline = true, OperationsPerInvoke = IotlbWorkload.Lookups)]
    public ulong Dictionary() => _work.FindInDictionary();
}
