using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Drops the 1024 translations of one domain among 64 thousand and loads them again; the peer looks at all, as QEMU does.</summary>
public class IotlbInvalidateBenchmark
{
    private readonly IotlbWorkload _work = new(entries: 64 * 1024);

    [Benchmark]
    public void Table() => _work.InvalidateOurs(1024);

    [Benchmark(Baseline = true)]
    public void Dictionary() => _work.InvalidateInDictionary(1024);
}
