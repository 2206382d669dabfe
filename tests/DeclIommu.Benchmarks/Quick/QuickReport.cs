using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>Runs every pair of benchmarks briefly and prints a line a row: name, the fastest iteration of ours and of the peer in nanoseconds, their ratio, our bytes.</summary>
internal static class QuickReport
{
    public static int Run()
    {
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(4))
                .WithWarmupCount(20)
                .WithIterationCount(60))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance);
        int failed = 0;
        foreach (Type pair in typeof(QuickReport).Assembly.GetTypes().Where(IsPair).OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            failed += Print(pair, BenchmarkRunner.Run(pair, config));
        }

        return failed == 0 ? 0 : 1;
    }

    private static bool IsPair(Type type) => !type.IsAbstract && type.GetMethods().Any(IsBaseline);

    private static bool IsBaseline(System.Reflection.MethodInfo method) =>
        Attribute.GetCustomAttribute(method, typeof(BenchmarkAttribute)) is BenchmarkAttribute { Baseline: true };

    private static int Print(Type pair, Summary summary)
    {
        string name = pair.Name.EndsWith("Benchmark", StringComparison.Ordinal) ? pair.Name[..^"Benchmark".Length] : pair.Name;
        foreach (IGrouping<string, BenchmarkReport> group in summary.Reports.GroupBy(static report => report.BenchmarkCase.Parameters.DisplayInfo))
        {
            BenchmarkReport? peer = group.FirstOrDefault(static report => IsBaseline(report.BenchmarkCase.Descriptor.WorkloadMethod));
            foreach (BenchmarkReport ours in group.Where(report => report != peer))
            {
                if (ours.ResultStatistics is not { } mine || peer?.ResultStatistics is not { } theirs)
                {
                    Console.WriteLine($"{name} failed");
                    return 1;
                }

                long bytes = ours.GcStats.GetBytesAllocatedPerOperation(ours.BenchmarkCase) ?? -1;
                string label = name + (group.Key.Length > 0 ? group.Key.Replace(" ", string.Empty, StringComparison.Ordinal) : string.Empty);
                Console.WriteLine(FormattableString.Invariant($"{label} {mine.Min:F2} {theirs.Min:F2} {mine.Min / theirs.Min:F2} {bytes}"));
            }
        }

        return 0;
    }
}
