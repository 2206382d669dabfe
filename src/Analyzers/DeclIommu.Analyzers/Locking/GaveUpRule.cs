using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0099: a body too large to analyse is not passed over in silence.</summary>
internal static class GaveUpRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.GaveUp,
        "Lock analysis gave up",
        "'{0}' is too large for lock analysis: nothing is known of its locks",
        RuleCategories.Locking,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        description: "The number of states exceeds what the analysis follows.",
        helpLinkUri: RuleLinks.For(RuleIds.GaveUp));
}
