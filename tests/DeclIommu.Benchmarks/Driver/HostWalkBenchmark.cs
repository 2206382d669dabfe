using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Walks a host page table of four levels without caches; the peer is plain C.</summary>
public class HostWalkBenchmark
{
    private readonly WalkWorkload _work = new();

    [Benchmark(OperationsPerInvoke = WalkWorkload.Walks)]
    public ulong Walker() => _work.WalkHostOurs();

    [Benchmark(Baseline = true, OperationsPerInvoke = WalkWorkload.Walks)]
    public ulong PlainC() => _work.WalkHostInC();
}
