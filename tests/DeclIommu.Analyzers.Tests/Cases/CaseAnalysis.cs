using System.Collections.Immutable;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Holds what the analyzers report on a case against its marks.</summary>
internal static class CaseAnalysis
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RuleIds).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly ImmutableHashSet<string> HiddenRules =
    [
        .. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)
            .Where(static rule => rule.DefaultSeverity == DiagnosticSeverity.Hidden || !rule.IsEnabledByDefault)
            .Select(static rule => rule.Id),
    ];

    /// <summary>The differences, one a line; none means that the case holds.</summary>
    /// <param name="row">The case.</param>
    /// <param name="family">The prefix of the rules that are compared.</param>
    /// <param name="nullable">The nullable mode.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public static async Task<IReadOnlyList<string>> CompareAsync(AnalyzerCase row, string family, NullableContextOptions nullable, CancellationToken cancellationToken)
    {
        var mentioned = row.Expected.Select(static expected => expected.Rule).ToHashSet();
        var compilation = CaseCompiler.Compile(row, nullable);
        var switchedOn = mentioned.Where(HiddenRules.Contains).ToImmutableDictionary(static rule => rule, static _ => ReportDiagnostic.Warn);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(switchedOn));
        var options = new AnalyzerOptions([], new CaseOptionsProvider(row.Options));
        var reported = await compilation
            .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(options, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        var failures = reported.Where(static diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal)).Select(static diagnostic => $"  crash: {diagnostic}");
        var actual = reported
            .Where(diagnostic => diagnostic.Id.StartsWith(family, StringComparison.Ordinal) && (diagnostic.Severity >= DiagnosticSeverity.Warning || mentioned.Contains(diagnostic.Id)))
            .Select(static diagnostic => new ExpectedDiagnostic(diagnostic.Id, diagnostic.Location.SourceTree?.FilePath ?? "", diagnostic.Location.SourceSpan))
            .ToHashSet();
        var expected = row.Expected.Where(mark => mark.Rule.StartsWith(family, StringComparison.Ordinal)).ToHashSet();
        return
        [
            .. failures,
            .. InOrder(expected.Except(actual)).Select(missing => $"  missing  {Describe(row, missing)}"),
            .. InOrder(actual.Except(expected)).Select(extra => $"  reported {Describe(row, extra)}"),
        ];
    }

    private static IEnumerable<ExpectedDiagnostic> InOrder(IEnumerable<ExpectedDiagnostic> diagnostics) =>
        diagnostics.OrderBy(static diagnostic => diagnostic.File, StringComparer.Ordinal).ThenBy(static diagnostic => diagnostic.Span).ThenBy(static diagnostic => diagnostic.Rule, StringComparer.Ordinal);

    private static string Describe(AnalyzerCase row, ExpectedDiagnostic diagnostic)
    {
        var text = row.Files.FirstOrDefault(file => file.Name == diagnostic.File)?.Text ?? "";
        var line = text.AsSpan(0, Math.Min(diagnostic.Span.Start, text.Length)).Count('\n') + 1;
        var covered = diagnostic.Span.End <= text.Length ? text.Substring(diagnostic.Span.Start, diagnostic.Span.Length).ReplaceLineEndings(" ") : "?";
        return $"{diagnostic.Rule} on '{covered}' in line {line} of {diagnostic.File}";
    }
}
