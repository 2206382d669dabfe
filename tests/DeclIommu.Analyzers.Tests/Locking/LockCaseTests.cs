using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Cases;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>The rows of the case list that are about locks, with nullable reference types on and off.</summary>
public sealed class LockCaseTests
{
    public static TheoryData<string> Rows => [.. CaseFile.ReadGroup("Locking").Select(static row => row.Id)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_is_reported_exactly(string id)
    {
        AnalyzerCase row = CaseFile.ReadGroup("Locking").Single(row => row.Id == id);
        foreach (NullableContextOptions nullable in CaseCompiler.NullableModes)
        {
            Compilation compilation = CaseCompiler.Compile(row, nullable);
            ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation, row.Options);
            HashSet<string> mentioned = [.. row.Expected.Select(static expected => expected.Rule)];
            string actual = string.Join("\n", found
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || mentioned.Contains(diagnostic.Id))
                .Select(diagnostic => Describe(row, diagnostic.Id, diagnostic.Location.SourceTree!.FilePath, diagnostic.Location.SourceSpan))
                .Distinct().Order());
            string expected = string.Join("\n", row.Expected.Select(mark => Describe(row, mark.Rule, mark.File, mark.Span)).Distinct().Order());
            Assert.True(expected == actual, $"{row}, nullable {nullable}\nmarked:\n{expected}\nreported:\n{actual}");
        }
    }

    private static string Describe(AnalyzerCase row, string rule, string file, Microsoft.CodeAnalysis.Text.TextSpan span)
    {
        string text = row.Files.Single(source => source.Name == file).Text;
        return $"line {text.AsSpan(0, span.Start).Count('\n') + 1}: {rule} at '{text.Substring(span.Start, span.Length)}'";
    }
}
