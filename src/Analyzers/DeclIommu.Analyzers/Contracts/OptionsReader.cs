using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Reads the options of each source file, once.</summary>
internal sealed class OptionsReader
{
    private readonly ConcurrentDictionary<SyntaxTree, AnalysisOptions> _options = new();
    private readonly AnalyzerConfigOptionsProvider _provider;

    public OptionsReader(AnalyzerConfigOptionsProvider provider) => _provider = provider;

    public AnalysisOptions For(SyntaxTree tree) => _options.GetOrAdd(tree, known => new AnalysisOptions(_provider.GetOptions(known)));
}
