using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Walks guest tables of four levels under a host page table of four, without caches; the peer is plain C.</summary>
public class NestedWalkBenchmark
{
    private readonly WalkWorkload _work = new();

    [Benchmark(OperationsPerInvoke = WalkWorkload.Walks)]
    public ulong Walker() => _work.WalkNestedOurs();

    [Benchmark(Baseline = true, OperationsPerInvoke = WalkWorkload.Walks)]
    public ulong PlainC() => _work.WalkNestedInC();
}
