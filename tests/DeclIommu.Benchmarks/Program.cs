using BenchmarkDotNet.Running;
using DeclIommu.Benchmarks.Quick;

if (args.Contains("--quick"))
{
    return QuickReport.Run(args.SkipWhile(static a => a != "--quick").Skip(1).FirstOrDefault());
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
