using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>The same .editorconfig entries for every file.</summary>
internal sealed class CaseOptions(IReadOnlyDictionary<string, string> entries) : AnalyzerConfigOptionsProvider
{
    private readonly Entries _entries = new(entries);

    public override AnalyzerConfigOptions GlobalOptions => _entries;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _entries;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _entries;

    private sealed class Entries(IReadOnlyDictionary<string, string> entries) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => entries.TryGetValue(key, out value);
    }
}
