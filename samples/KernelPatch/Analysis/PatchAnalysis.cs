using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DeclIommu.Analyzers.Locking;
using DeclIommu.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KernelPatch.Analysis;

/// <summary>Compiles a version of the patch together with the stand-ins and runs the rules on it.</summary>
internal static class PatchAnalysis
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading;";

    /// <summary>Everything the rules report in the sources, information included, in the order of the sources.</summary>
    /// <exception cref="InvalidOperationException">The sources do not compile.</exception>
    public static async Task<IReadOnlyList<PatchReport>> RunAsync(IEnumerable<(string Path, string Text)> sources, CancellationToken cancellation)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "Patch",
            [CSharpSyntaxTree.ParseText(Usings, parse), .. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parse, source.Path))],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        if (compilation.GetDiagnostics(cancellation).FirstOrDefault(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning) is { } fault)
        {
            throw new InvalidOperationException($"The sources do not compile: {fault}");
        }

        var options = new AnalyzerOptions([], new PatchOptions());
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers(Analyzers(), options).GetAnalyzerDiagnosticsAsync(cancellation);
        return [.. found
            .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info)
            .Select(Report)
            .OrderBy(static report => report.File, StringComparer.Ordinal)
            .ThenBy(static report => report.Line)
            .ThenBy(static report => report.Rule, StringComparer.Ordinal)];
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers()
        => [.. typeof(LockAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private static PatchReport Report(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        IEnumerable<int> further = diagnostic.AdditionalLocations.Select(static location => location.GetLineSpan()).Where(other => other.Path == place.Path).Select(static other => other.StartLinePosition.Line + 1);
        return new PatchReport(diagnostic.Id, place.Path, place.StartLinePosition.Line + 1, [.. further], diagnostic.GetMessage(null));
    }
}
