using BenchmarkDotNet.Running;
using DeclIommu.Benchmarks.Capacity;
using DeclIommu.Benchmarks.Quick;

// --capacity [directory]: what mapping, allocating and flushing cost as domain IDs, virtual IOMMUs and units become more, with plots.
int capacity = Array.IndexOf(args, "--capacity");
if (capacity >= 0)
{
    return CapacityReport.Run(args.ElementAtOrDefault(capacity + 1) ?? "BenchmarkDotNet.Artifacts");
}

// --quick [part of a name]: a line a row, within a minute. Everything else goes to BenchmarkDotNet.
int quick = Array.IndexOf(args, "--quick");
if (quick >= 0)
{
    return QuickReport.Run(args.ElementAtOrDefault(quick + 1) ?? string.Empty);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
