using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>Analyses files that stand in folders with <c>.editorconfig</c> files, which the compiler's own reader reads.</summary>
internal static class EditorConfigRun
{
    private const string Root = "/case/";

    private const string Usings = "global using System; global using System.Threading; global using System.Threading.Tasks; global using System.Collections.Generic; global using DeclIommu.Contracts;";

    /// <summary>What is reported of one file under the entries given, as rule and text, in the order of the text.</summary>
    public static Task<string[]> ReportsAsync(string source, params string[] entries)
        => ReportsAsync(new Dictionary<string, string> { [".editorconfig"] = "root = true\n[*.cs]\n" + string.Join("\n", entries), ["Case.cs"] = source });

    /// <summary>What is reported of files, by their paths: the rule and the text below it, with the severity where it is not that of a warning, and the path where there is more than one file.</summary>
    public static async Task<string[]> ReportsAsync(IReadOnlyDictionary<string, string> files)
    {
        Compilation template = AnalyzerRun.Compile("", NullableContextOptions.Enable);
        Project project = new AdhocWorkspace().CurrentSolution.AddProject("Case", "Case", LanguageNames.CSharp)
            .WithMetadataReferences(template.References)
            .WithCompilationOptions(template.Options)
            .WithParseOptions(template.SyntaxTrees.First().Options)
            .AddDocument("Usings.cs", Usings, filePath: Root + "Usings.cs").Project;
        foreach ((string path, string text) in files)
        {
            project = path.EndsWith(".editorconfig", StringComparison.Ordinal)
                ? project.AddAnalyzerConfigDocument(path, SourceText.From(text), filePath: Root + path).Project
                : project.AddDocument(path, text, filePath: Root + path).Project;
        }

        Compilation compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers(AnalyzerRun.Analyzers(), project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        bool namesFiles = files.Keys.Count(static path => path.EndsWith(".cs", StringComparison.Ordinal)) > 1;
        return [.. found.OrderBy(static diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(static diagnostic => diagnostic.Location.SourceSpan)
            .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)
            .Select(diagnostic => (namesFiles ? diagnostic.Location.SourceTree!.FilePath[Root.Length..] + " " : "") + Describe(diagnostic))];
    }

    private static string Describe(Diagnostic diagnostic)
    {
        string severity = diagnostic.Severity is DiagnosticSeverity.Warning ? "" : diagnostic.Severity + " ";
        return severity + diagnostic.Id + " " + diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
    }
}
