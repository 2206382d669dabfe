using System.Collections.Immutable;
using DeclIommu.AnalyzerCost;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.FalsePositives;

/// <summary>Leaves out the releases of known pairs in an assembly, one at a time, and counts those that are missed.</summary>
internal sealed class LeftOut
{
    private readonly DecompiledSource _source;
    private readonly List<(ReleaseSite Site, Diagnostic? Report)> _sites = [];

    private LeftOut(DecompiledSource source) => _source = source;

    public int Sites => _sites.Count;

    public int Warnings => _sites.Count(static site => site.Report is { Severity: >= DiagnosticSeverity.Warning });

    public int Notes => _sites.Count(static site => site.Report is { Severity: < DiagnosticSeverity.Warning });

    public static async Task<LeftOut> OfAsync(DecompiledSource source)
    {
        var leftOut = new LeftOut(source);
        CSharpCompilation compilation = SourceCompilation.Of(source);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            ReleaseSite[] sites = [.. ReleaseSite.Of(compilation.GetSemanticModel(tree))];
            if (sites.Length > 0)
            {
                HashSet<(string, TextSpan)> before = [.. (await ReportsAsync(compilation, tree)).Select(static report => (report.Id, report.Location.SourceSpan))];
                foreach (ReleaseSite site in sites)
                {
                    SyntaxTree without = tree.WithChangedText(site.Without);
                    ImmutableArray<Diagnostic> after = await ReportsAsync(compilation.ReplaceSyntaxTree(tree, without), without);
                    leftOut._sites.Add((site, after.Where(report => !before.Contains((report.Id, report.Location.SourceSpan)) && site.Acquires.Any(acquire => report.Location.SourceSpan.IntersectsWith(acquire.Span)))
                        .OrderByDescending(static report => report.Severity).FirstOrDefault()));
                }
            }
        }

        return leftOut;
    }

    /// <summary>Lists the sites with what is reported of each.</summary>
    /// <param name="output">Where to.</param>
    public void Print(TextWriter output)
    {
        output.WriteLine($"{_source.Name}: {Sites} releases left out, {Warnings} warnings, {Notes} notes");
        foreach ((ReleaseSite site, Diagnostic? report) in _sites)
        {
            FileLinePositionSpan place = site.Release.GetLocation().GetLineSpan();
            output.WriteLine($"  {place.Path}:{place.StartLinePosition.Line + 1} {(report is null ? "missed" : report.Id + " " + report.Severity)} | {site.Pair.Acquire} | {site.Release.ToString().ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportsAsync(Compilation compilation, SyntaxTree tree)
        => await compilation.WithAnalyzers([new ReferenceAnalyzer()]).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
}
