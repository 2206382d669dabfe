using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>The option <c>decliommu.lock_analysis = infer</c>.</summary>
public sealed class InferenceTests
{
    private const string Helpers = """
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            private void Step() => _x++;
            private void Twice() { Step(); Step(); }
            public void Good() { lock (_gate) { Twice(); } }
            public void AlsoGood(C other) { lock (other._gate) { other.Step(); } }
        """;

    [Fact]
    public async Task A_private_helper_that_is_always_called_under_the_lock_needs_no_contract()
    {
        Assert.Empty(await AnalyzeAsync(Helpers + "}", "infer"));
        Assert.Equal(["DIL0002 _x"], await AnalyzeAsync(Helpers + "}", "contracts"));
    }

    [Fact]
    public async Task The_caller_that_does_not_hold_it_is_reported() => Assert.Equal(
        ["DIL0004 Twice()", "DIL0004 Step()"],
        await AnalyzeAsync(Helpers + "public void Bad() { Twice(); } public void Wrong(C other) { lock (_gate) { other.Step(); } } }".Replace("other.Step()", "other. Step()", StringComparison.Ordinal), "infer"));

    [Fact]
    public async Task A_helper_that_becomes_a_delegate_or_that_nobody_calls_answers_for_itself() => Assert.Equal(
        ["DIL0002 _x", "DIL0001 _y"],
        await AnalyzeAsync(
            """
            class C
            {
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private int _x;
                [GuardedBy(nameof(_gate))] private int _y;

                private void Step() => _x++;
                private int Unused() => _y;
                public Action M() { lock (_gate) { Step(); return Step; } }
            }
            """,
            "infer"));

    [Fact]
    public async Task A_field_that_is_mostly_locked_counts_as_guarded()
    {
        const string source = """
            class C
            {
                private readonly object _gate = new();
                private int _x;
                void A() { lock (_gate) { _x = 1; } }
                void B() { lock (_gate) { _x = 2; } }
                void D() { lock (_gate) { _x = 3; } }
                int Get() => _x;
            }
            """;
        Assert.Equal(["DIL0027 _x"], await AnalyzeAsync(source, "infer"));
        Assert.Empty(await AnalyzeAsync(source, "contracts"));
    }

    [Fact]
    public async Task The_parts_of_a_type_are_looked_at_together()
    {
        Compilation compilation = AnalyzerRun.Compile(
            "using DeclIommu.Contracts; partial class C { readonly object _gate = new(); [GuardedBy(nameof(_gate))] int _x; private void Step() => _x++; class Inner { void M(C c) { lock (c._gate) { c.Step(); } } } }",
            NullableContextOptions.Enable);
        SyntaxTree other = CSharpSyntaxTree.ParseText(
            "partial class C { public void Good() { lock (_gate) { Step(); } } public void Bad() { Step(); } }",
            (CSharpParseOptions)compilation.SyntaxTrees.First().Options,
            "Other.cs",
            cancellationToken: TestContext.Current.CancellationToken);
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation.AddSyntaxTrees(other), new Dictionary<string, string> { ["decliommu.lock_analysis"] = "infer" });
        Diagnostic fault = Assert.Single(found, static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal(("DIL0004", "Other.cs"), (fault.Id, fault.Location.SourceTree!.FilePath));
    }

    private static async Task<IEnumerable<string>> AnalyzeAsync(string source, string mode)
    {
        Compilation compilation = AnalyzerRun.Compile("using System; using DeclIommu.Contracts;\n" + source, NullableContextOptions.Enable);
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation, new Dictionary<string, string> { ["decliommu.lock_analysis"] = mode });
        return found.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(static diagnostic => diagnostic.Id + " " + diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length).Split('.', ' ')[^1]);
    }
}
