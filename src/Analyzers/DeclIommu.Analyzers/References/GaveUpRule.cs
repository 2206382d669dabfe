using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0099: a body too large to analyse is not passed over in silence.</summary>
internal static class GaveUpRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.ReferencesGaveUp,
        "Ownership analysis gave up",
        "'{0}' is too large for ownership analysis: nothing is known of its references",
        RuleCategories.References,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        description: "The number of states exceeds what the analysis follows.",
        helpLinkUri: RuleLinks.For(RuleIds.ReferencesGaveUp));
}
