using BenchmarkDotNet.Running;
using DeclIommu.Benchmarks.Quick;

// --quick [part of a name]: a line a row, within a minute. Everything else goes to BenchmarkDotNet.
int quick = Array.IndexOf(args, "--quick");
if (quick >= 0)
{
    return QuickReport.Run(args.ElementAtOrDefault(quick + 1) ?? string.Empty);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
