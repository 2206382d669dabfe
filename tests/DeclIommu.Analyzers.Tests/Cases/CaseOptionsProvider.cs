using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Gives every source of a case the same .editorconfig entries.</summary>
internal sealed class CaseOptionsProvider(IReadOnlyDictionary<string, string> entries) : AnalyzerConfigOptionsProvider
{
    private readonly EntryOptions _options = new(entries);

    public override AnalyzerConfigOptions GlobalOptions => _options;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _options;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options;

    private sealed class EntryOptions(IReadOnlyDictionary<string, string> entries) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => entries.TryGetValue(key, out value);
    }
}
