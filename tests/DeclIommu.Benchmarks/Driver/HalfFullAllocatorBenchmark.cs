using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Takes and gives back a domain ID while half of them are in use.</summary>
public class HalfFullAllocatorBenchmark
{
    private readonly OccupiedAllocators _allocators = new(percent: 50);

    [Benchmark(OperationsPerInvoke = OccupiedAllocators.Rounds)]
    public void Stripes() => _allocators.ChurnOurs();

    [Benchmark(Baseline = true, OperationsPerInvoke = OccupiedAllocators.Rounds)]
    public void Bitmap() => _allocators.ChurnBitmap();
}
