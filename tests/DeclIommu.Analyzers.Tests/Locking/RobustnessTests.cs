using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Cases;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Broken code is analysed without an exception, and the same code twice gives the same.</summary>
public sealed class RobustnessTests
{
    private const int Mutations = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Code_with_tokens_missing_never_makes_an_analyzer_throw(int seed)
    {
        var random = new Random(seed);
        IReadOnlyList<AnalyzerCase> cases = CaseFile.ReadGroup("Locking");
        for (int i = 0; i < Mutations; i++)
        {
            string source = cases[random.Next(cases.Count)].Files[0].Text;
            SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens()];
            string broken = random.Next(4) == 0
                ? source[..random.Next(source.Length)]
                : Enumerable.Range(0, 1 + random.Next(3)).Aggregate(source, (text, _) => Drop(text, tokens[random.Next(tokens.Length)]));
            Compilation compilation = AnalyzerRun.Compile("using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using DeclIommu.Contracts;\n" + broken, NullableContextOptions.Enable);
            ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation);
            Assert.True(found.All(static diagnostic => diagnostic.Id != "AD0001"), broken);
        }
    }

    [Fact]
    public async Task Two_concurrent_runs_report_the_same()
    {
        AnalyzerCase[] rows = [.. CaseFile.ReadGroup("Locking").Where(static row => row.Expected.Any())];
        foreach (AnalyzerCase row in rows)
        {
            Task<ImmutableArray<Diagnostic>> first = AnalyzerRun.AnalyzeAllAsync(CaseCompiler.Compile(row, NullableContextOptions.Enable), row.Options);
            Task<ImmutableArray<Diagnostic>> second = AnalyzerRun.AnalyzeAllAsync(CaseCompiler.Compile(row, NullableContextOptions.Enable), row.Options);
            Assert.Equal((await first).Select(static diagnostic => diagnostic.ToString()).Order(), (await second).Select(static diagnostic => diagnostic.ToString()).Order());
        }
    }

    private static string Drop(string text, SyntaxToken token)
        => token.Span.Length > 0 && token.Span.End <= text.Length ? text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, new string(' ', token.Span.Length)) : text;
}
