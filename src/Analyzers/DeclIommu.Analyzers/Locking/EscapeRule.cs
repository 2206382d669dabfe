using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0020: a guarded place does not leave its lock by reference.</summary>
internal static class EscapeRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.EscapingReference,
        "Guarded reference escapes its lock",
        "A reference to '{0}' gets out of the reach of '{1}'{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Whoever has the reference can touch the guarded place without the lock.",
        helpLinkUri: RuleLinks.For(RuleIds.EscapingReference));
}
