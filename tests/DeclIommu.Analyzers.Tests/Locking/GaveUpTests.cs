using System.Collections.Immutable;
using System.Text;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0099: where the analysis cannot tell, it says so in a hidden diagnostic and nothing else.</summary>
public sealed class GaveUpTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(16)]
    public async Task However_many_locks_hang_on_conditions_none_is_reported_wrongly(int locks)
    {
        var source = new StringBuilder("using System.Threading; class C { ");
        Append(i => $"readonly object _l{i} = new(); ");
        source.Append("void M(int flags) { ");
        Append(i => $"bool b{i} = (flags & {1 << i}) != 0; if (b{i}) Monitor.Enter(_l{i}); ");
        source.Append("Thread.Yield(); ");
        Append(i => $"if (b{i}) Monitor.Exit(_l{i}); ");
        source.Append("} }");
        Assert.Empty(await AnalyzeAsync(source.ToString()));

        void Append(Func<int, string> text)
        {
            for (int i = 0; i < locks; i++)
            {
                source.Append(text(i));
            }
        }
    }

    [Fact]
    public async Task Conditions_that_nothing_remembers_make_it_give_up_and_not_guess()
    {
        // A field that may change between the two looks: no variable tells whether the lock is held.
        var source = new StringBuilder("using System.Threading; class C { ");
        for (int i = 0; i < 6; i++)
        {
            source.Append($"readonly object _l{i} = new(); ");
        }

        source.Append("void M(int[] a) { ");
        for (int i = 0; i < 6; i++)
        {
            source.Append($"bool b{i} = Monitor.TryEnter(_l{i}); bool c{i} = b{i} & a[{i}] > 0; if (c{i}) a[{i}]++; ");
        }

        for (int i = 0; i < 6; i++)
        {
            source.Append($"if (b{i}) Monitor.Exit(_l{i}); ");
        }

        source.Append("} }");
        Assert.Empty(await AnalyzeAsync(source.ToString()));
    }

    [Fact]
    public async Task A_lock_that_is_surely_forgotten_among_many_is_still_found()
    {
        var source = new StringBuilder("using System.Threading; class C { readonly object _g = new(); ");
        for (int i = 0; i < 8; i++)
        {
            source.Append($"readonly object _l{i} = new(); ");
        }

        source.Append("void M(bool a, bool b, bool c, bool d, bool e, bool f, bool g, bool h) { Monitor.Enter(_g); ");
        string flags = "abcdefgh";
        for (int i = 0; i < 8; i++)
        {
            source.Append($"if ({flags[i]}) Monitor.Enter(_l{i}); ");
        }

        for (int i = 0; i < 8; i++)
        {
            source.Append($"if ({flags[i]}) Monitor.Exit(_l{i}); ");
        }

        source.Append("} }");
        Assert.Equal("DIL0008", Assert.Single(await AnalyzeAsync(source.ToString())).Id);
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string source)
    {
        Compilation compilation = AnalyzerRun.Compile(source, NullableContextOptions.Enable);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation);
        return [.. found.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}
