using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Where nothing uses contracts, only what the words of a source point to is looked at; one contract anywhere, and everything is.</summary>
public sealed class PlainCaseTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private const string Contract = "class Elsewhere { readonly object _gate = new(); [DeclIommu.Contracts.GuardedBy(\"_gate\")] int _value; int Read() { lock (_gate) { return _value; } } }";

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Plain", [Parse("Usings.cs", Usings)], [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    public static TheoryData<string> Groups => ["Locking", "Programs"];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Code_without_contracts_gets_the_same_reports_whether_or_not_contracts_are_used_elsewhere(string group)
    {
        int compared = 0;
        foreach (AnalyzerCase row in CaseFile.ReadGroup(group).Where(static row => row.Library is null))
        {
            CSharpCompilation plain = s_empty.AddSyntaxTrees(row.Files.Select(static file => Parse(file.Name, file.Text)));
            if (plain.GetDiagnostics(TestContext.Current.CancellationToken).Any(static fault => fault.Severity == DiagnosticSeverity.Error))
            {
                continue;
            }

            Assert.Equal(await ReportsAsync(plain.AddSyntaxTrees(Parse("Elsewhere.cs", Contract)), row), await ReportsAsync(plain, row));
            compared++;
        }

        Assert.NotEqual(0, compared);
    }

    [Fact]
    public Task Locks_taken_in_opposite_orders_through_members_that_say_nothing_of_locks_are_found() => AssertFindsAsync("DIL0017", 1, """
        class First
        {
            private readonly object _gate = new();
            private readonly object _other = new();
            private int _count;

            void Do() { lock (_gate) { Through(); } }

            void Through() => Deeper();

            int Deep { get { Deeper(); return 0; } }

            void Deeper() { lock (_other) { _count++; } }

            void Undo() { lock (_other) { Back(); } }

            void Back() { lock (_gate) { _count--; } }
        }
        """);

    [Fact]
    public Task A_part_of_a_type_without_a_lock_is_held_against_the_parts_that_have_some() => AssertFindsAsync(
        "DIL0027",
        1,
        "partial class Counter { private readonly object _gate = new(); private int _count; void A() { lock (_gate) { _count++; _count++; _count++; } } }",
        "partial class Counter { int Read() => _count; }");

    [Fact]
    public Task Accessors_operators_constructors_and_statements_at_the_top_are_looked_at() => AssertFindsAsync(
        "DIL0008",
        4,
        """
        object gate = new();
        Monitor.Enter(gate);

        class Holder
        {
            static readonly object s_gate = new();

            object Taken { get { Monitor.Enter(s_gate); return s_gate; } }

            public static Holder operator +(Holder left, Holder right) { Monitor.Enter(s_gate); return left; }

            Holder() { Monitor.Enter(s_gate); }
        }
        """);

    private static async Task AssertFindsAsync(string rule, int count, params string[] sources)
    {
        CSharpCompilation plain = s_empty.AddSyntaxTrees(sources.Select(static (source, index) => Parse($"{index}.cs", source)));
        bool isProgram = plain.SyntaxTrees.Any(static tree => tree.GetCompilationUnitRoot().Members.Any(static member => member.IsKind(SyntaxKind.GlobalStatement)));
        plain = plain.WithOptions(plain.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(plain.GetDiagnostics(TestContext.Current.CancellationToken).Where(static fault => fault.Severity == DiagnosticSeverity.Error));
        ImmutableArray<string> all = await ReportsAsync(plain.AddSyntaxTrees(Parse("Elsewhere.cs", Contract)));

        Assert.Equal(count, all.Count(report => report.Contains(rule, StringComparison.Ordinal)));
        Assert.Equal(all, await ReportsAsync(plain));
    }

    private static async Task<ImmutableArray<string>> ReportsAsync(CSharpCompilation compilation, AnalyzerCase? row = null)
        => [.. (await AnalyzerRun.AnalyzeAllAsync(compilation, row?.Options)).Select(static report => report.ToString()).Order(StringComparer.Ordinal)];

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, s_parsing, path, cancellationToken: TestContext.Current.CancellationToken);
}
