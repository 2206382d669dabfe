using System.Collections.Immutable;
using DeclIommu.AnalyzerCost;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.FalsePositives;

/// <summary>What the analyzers say of one assembly.</summary>
internal sealed class Survey
{
    private readonly DecompiledSource _source;
    private readonly int _compilerErrors;
    private readonly ImmutableArray<Diagnostic> _found;

    private Survey(DecompiledSource source, int compilerErrors, ImmutableArray<Diagnostic> found)
    {
        _source = source;
        _compilerErrors = compilerErrors;
        _found = found;
    }

    public int Warnings => _found.Count(IsWarning);

    public static async Task<Survey> OfAsync(DecompiledSource source)
    {
        CSharpCompilation compilation = SourceCompilation.Of(source);
        int errors = compilation.GetDiagnostics().Count(static fault => fault.Severity == DiagnosticSeverity.Error);
        return new Survey(source, errors, await compilation.WithAnalyzers(Analyzers()).GetAnalyzerDiagnosticsAsync());
    }

    /// <summary>Lists the reports with file, line and text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="notes">Whether information is listed too.</param>
    public void Print(TextWriter output, bool notes)
    {
        output.WriteLine($"{_source.Name}: {_source.Lines} lines, {_compilerErrors} compiler errors, {Warnings} warnings, {_found.Length - Warnings} notes");
        foreach (Diagnostic fault in _found.Where(fault => notes || IsWarning(fault)).OrderBy(static fault => fault.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static fault => fault.Location.SourceSpan.Start))
        {
            FileLinePositionSpan place = fault.Location.GetLineSpan();
            int line = place.StartLinePosition.Line;
            output.WriteLine($"  {place.Path}:{line + 1} {fault.Severity} {fault.Id} {fault.GetMessage()} | {fault.Location.SourceTree?.GetText().Lines[line].ToString().Trim()}");
        }
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers() =>
    [
        .. typeof(LockAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static bool IsWarning(Diagnostic fault) => fault.Severity >= DiagnosticSeverity.Warning;
}
