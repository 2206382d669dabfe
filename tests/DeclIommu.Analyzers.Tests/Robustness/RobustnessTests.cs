using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Runtime;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Robustness;

/// <summary>
/// Broken code is analysed without an exception, and the same code twice gives the same. <c>ANALYZER_MUTATIONS</c> sets how many broken sources are
/// tried, <c>ANALYZER_MUTATIONS_FROM</c> with which seed they begin.
/// </summary>
public sealed class RobustnessTests
{
    private const int Few = 600;
    private const int CompareEvery = 8;

    [Fact]
    public async Task No_broken_source_makes_an_analyzer_or_generator_throw_or_waver()
    {
        int count = Setting("ANALYZER_MUTATIONS", Few);
        int first = Setting("ANALYZER_MUTATIONS_FROM", 0);
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(first, first + count, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            Subject subject = Subject.All[seed % Subject.All.Count];
            string broken = BrokenSource.Of(subject.Text, Subject.All[(seed * 31 + 7) % Subject.All.Count].Text, seed);
            (Compilation compilation, SyntaxTree tree) = subject.Compile(broken);
            try
            {
                foreach (string fault in await FaultsOfAsync(compilation, tree, compares: seed % CompareEvery == 0))
                {
                    failures.Add($"seed {seed} of {subject.Name}: {fault}");
                }
            }
            catch (InvalidOperationException) when (FailsTheCompiler(compilation))
            {
                // Some broken code makes the compiler itself throw, with analyzers and without: it is no fault of theirs.
            }
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} from {first}:\n{string.Join("\n\n", failures.Order().Take(20))}");
    }

    [Fact]
    public async Task Two_concurrent_runs_over_the_whole_runtime_report_the_same()
    {
        Compilation compilation = RuntimeCompilation.Shared.Value.Compilation;
        Task<string[]> first = DescribeAsync(compilation);
        Task<string[]> second = DescribeAsync(compilation);
        Assert.NotEmpty(await first);
        Assert.Equal(await first, await second);

        static async Task<string[]> DescribeAsync(Compilation compilation) => Describe(await AnalyzerRun.AnalyzeAllAsync(compilation));
    }

    private static bool FailsTheCompiler(Compilation compilation)
    {
        try
        {
            compilation.Clone().GetDiagnostics(TestContext.Current.CancellationToken);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static async Task<IReadOnlyList<string>> FaultsOfAsync(Compilation compilation, SyntaxTree tree, bool compares)
    {
        var faults = new ConcurrentQueue<string>();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(AnalyzerRun.Generators(), parseOptions: (CSharpParseOptions)tree.Options, optionsProvider: new CaseOptions(s_assertions))
            .RunGenerators(compilation, TestContext.Current.CancellationToken);
        foreach (GeneratorRunResult result in driver.GetRunResult().Results.Where(static result => result.Exception is not null))
        {
            faults.Enqueue(result.Exception!.ToString());
        }

        Task<string[]> once = AnalyzeAsync();
        if (compares)
        {
            Task<string[]> again = AnalyzeAsync();
            if (!(await once).AsEnumerable().SequenceEqual(await again))
            {
                faults.Enqueue($"reported at once {string.Join("; ", (await once).Except(await again))} and {string.Join("; ", (await again).Except(await once))}");
            }
        }

        await once;
        return [.. faults];

        async Task<string[]> AnalyzeAsync()
        {
            var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => faults.Enqueue(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
            return Describe(await new CompilationWithAnalyzers(compilation, AnalyzerRun.Analyzers(), options).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, TestContext.Current.CancellationToken));
        }
    }

    private static readonly Dictionary<string, string> s_assertions = new() { ["build_property.DeclIommuLockAssertions"] = "true" };

    private static string[] Describe(ImmutableArray<Diagnostic> found) => [.. found.Select(static diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), out int asked) ? asked : usual;
}
