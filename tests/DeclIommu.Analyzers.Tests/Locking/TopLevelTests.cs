using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Statements at the top of a program are a body like others.</summary>
public sealed class TopLevelTests
{
    private const string Usings = "using System;\nusing System.Linq;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing DeclIommu.Contracts;\n";

    private const string Counter = "\nsealed class Counter\n{\n    public static readonly Counter Only = new();\n    public readonly object Gate = new();\n    [GuardedBy(nameof(Gate))] public int Value;\n}\n";

    [Fact]
    public async Task Statements_under_the_lock_are_right() => Assert.Empty(await AnalyzeAsync("""
        Counter counter = Counter.Only;
        Lock gate = new();
        int total = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => { lock (gate) { total += i; } })));
        lock (counter.Gate) { counter.Value = total; }
        """));

    [Fact]
    public async Task A_guarded_field_is_read_without_its_lock() => Assert.Equal(
        ["DIL0001 counter.Value"],
        await AnalyzeAsync("Counter counter = Counter.Only;\nConsole.WriteLine(counter.Value);"));

    [Fact]
    public async Task A_lock_is_held_at_a_return_and_in_a_local_function() => Assert.Equal(
        ["DIL0008 return 1;", "DIL0002 counter.Value"],
        await AnalyzeAsync("""
            Counter counter = Counter.Only;
            Monitor.Enter(counter.Gate);
            if (args.Length > 0)
            {
                return 1;
            }

            Monitor.Exit(counter.Gate);
            Count();
            return 0;

            void Count() => counter.Value++;
            """));

    [Fact]
    public async Task A_lock_that_is_held_at_the_end_stands_on_the_last_statement() => Assert.Equal(
        ["DIL0008 counter.Value++;"],
        await AnalyzeAsync("Counter counter = Counter.Only;\nMonitor.Enter(counter.Gate);\ncounter.Value++;"));

    [Fact]
    public async Task A_reference_is_lost() => Assert.Equal(
        ["DIR0001 Pages.Get()"],
        await AnalyzeAsync("Page page = Pages.Get();\npage.Use();\n\n[ReferenceCounted] sealed class Page { public void Use() { } [ReleasesReference] public void Release() { } }\n\nstatic class Pages { [ReturnsOwned] public static Page Get() => throw new NotSupportedException(); }\n"));

    private static async Task<IEnumerable<string>> AnalyzeAsync(string statements)
    {
        CSharpCompilation compilation = AnalyzerRun.Compile(Usings + statements + Counter, NullableContextOptions.Enable);
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation);
        return found.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(static diagnostic => diagnostic.Id + " " + diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }
}
