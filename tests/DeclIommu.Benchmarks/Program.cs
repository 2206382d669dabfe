using BenchmarkDotNet.Running;
using DeclIommu.Benchmarks.Quick;

if (args.Contains("--quick"))
{
    return QuickReport.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
