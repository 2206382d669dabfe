using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KernelPatch.Analysis;

/// <summary>The .editorconfig of the sources: what they call tells of errors by its result, as the kernel's functions do, and never throws.</summary>
internal sealed class PatchOptions : AnalyzerConfigOptionsProvider
{
    private static readonly Entries s_entries = new();

    public override AnalyzerConfigOptions GlobalOptions => s_entries;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => s_entries;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => s_entries;

    private sealed class Entries : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "decliommu.exception_paths" ? "explicit" : null;
            return value is not null;
        }
    }
}
