using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Tests.Docs;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Options;

/// <summary>Entries hold for the files that their section and their folder name; severities are set as those of every analyzer.</summary>
public sealed class EditorConfigTests
{
    private const string Strict = "decliommu.negative_capabilities = true\n";

    [Fact]
    public async Task An_entry_holds_for_the_files_of_its_section() => Assert.Equal(
        ["New.cs DIL0025 _gate.EnterWriteLock()"],
        await ReportsAsync((".editorconfig", "root = true\n[New.cs]\n" + Strict), ("New.cs", Table("New")), ("Old.cs", Table("Old"))));

    [Fact]
    public async Task An_entry_holds_for_the_folders_below_and_the_nearest_file_wins() => Assert.Equal(
        ["core/A.cs DIL0025 _gate.EnterWriteLock()", "core/deep/C.cs DIL0025 _gate.EnterWriteLock()"],
        await ReportsAsync(
            ("core/.editorconfig", "[*.cs]\n" + Strict),
            ("core/old/.editorconfig", "[*.cs]\ndecliommu.negative_capabilities = false\n"),
            ("core/A.cs", Table("A")),
            ("core/old/B.cs", Table("B")),
            ("core/deep/C.cs", Table("C")),
            ("D.cs", Table("D"))));

    [Fact]
    public async Task A_later_section_that_fits_as_well_wins() => Assert.Equal(
        ["A.cs DIL0025 _gate.EnterWriteLock()"],
        await ReportsAsync((".editorconfig", "root = true\n[*.cs]\n" + Strict + "[B.cs]\ndecliommu.negative_capabilities = maybe\n"), ("A.cs", Table("A")), ("B.cs", Table("B"))));

    [Fact]
    public async Task A_part_of_a_type_in_a_folder_that_infers_is_inferred_and_the_other_is_not() => Assert.Equal(
        ["new/Counter.cs DIL0004 Step()", "old/Counter.cs DIL0002 _count"],
        await ReportsAsync(
            ("new/.editorconfig", "[*.cs]\ndecliommu.lock_analysis = infer\n"),
            ("old/Counter.cs", "partial class Counter { private readonly object _gate = new(); [GuardedBy(nameof(_gate))] private int _count; private void Plain() => _count++; }"),
            ("new/Counter.cs", "partial class Counter { private void Step() => _count++; public void Right() { lock (_gate) { Step(); } } public void Wrong() => Step(); }")));

    [Theory]
    [InlineData("error", "Error DIL0002 _count")]
    [InlineData("warning", "DIL0002 _count")]
    [InlineData("suggestion", "Info DIL0002 _count")]
    [InlineData("silent", "Hidden DIL0002 _count")]
    [InlineData("none")]
    public async Task A_severity_is_set_for_each_rule(string severity, params string[] expected) => Assert.Equal<string[]>(
        [.. expected, "DIL0001 _count"],
        await EditorConfigRun.ReportsAsync(
            "class Counter { private readonly object _gate = new(); [GuardedBy(nameof(_gate))] private int _count; public void Count() => _count++; public int Read() => _count; }",
            "dotnet_diagnostic.DIL0002.severity = " + severity));

    [Fact]
    public async Task A_severity_is_set_for_a_folder() => Assert.Equal(
        ["core/A.cs Error DIL0025 _gate.EnterWriteLock()"],
        await ReportsAsync((".editorconfig", "root = true\n[core/**.cs]\ndotnet_diagnostic.DIL0025.severity = error\n" + Strict), ("core/A.cs", Table("A")), ("B.cs", Table("B"))));

    [Fact]
    public async Task A_severity_alone_does_not_ask_for_proofs() => Assert.Empty(
        await ReportsAsync((".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DIL0025.severity = error\n"), ("A.cs", Table("A"))));

    [Fact]
    public async Task A_severity_is_that_of_information_too() => Assert.Equal(
        ["Error DIL0009 Monitor.Enter(_gate)"],
        await EditorConfigRun.ReportsAsync(
            "class Queue { private readonly object _gate = new(); public void Add(Action work) { Monitor.Enter(_gate); work(); Monitor.Exit(_gate); } }",
            "dotnet_diagnostic.DIL0009.severity = error"));

    [Fact]
    public void The_page_of_the_rules_tells_of_each_entry_that_is_read_and_of_no_other()
    {
        var read = new ReadNames();
        _ = new AnalysisOptions(read);
        string[] told = [.. RulePage.Text("README").Split('\n').Where(static line => line.StartsWith("| `decliommu.", StringComparison.Ordinal)).Select(static line => line.Split('`')[1])];
        Assert.NotEmpty(told);
        Assert.Equal(told.Order(StringComparer.Ordinal), read.Names.Order(StringComparer.Ordinal));
    }

    private static string Table(string name)
        => "class " + name + " { private readonly ReaderWriterLockSlim _gate = new(); public void Add() { _gate.EnterWriteLock(); _gate.ExitWriteLock(); } }";

    private static Task<string[]> ReportsAsync(params (string Path, string Text)[] files) => EditorConfigRun.ReportsAsync(files.Append(("Empty.cs", "")).ToDictionary());

    private sealed class ReadNames : AnalyzerConfigOptions
    {
        public HashSet<string> Names { get; } = [];

        public override bool TryGetValue(string key, out string value)
        {
            Names.Add(key);
            value = "";
            return false;
        }
    }
}
