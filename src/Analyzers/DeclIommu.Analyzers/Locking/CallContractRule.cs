using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0004 and DIL0005: calls keep the contract of what they call.</summary>
internal static class CallContractRule
{
    public static readonly DiagnosticDescriptor Requires = new(
        RuleIds.CallRequiresLock,
        "Call requires a lock that is not held",
        "'{0}' requires '{1}' to be held{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The member is declared to be called under a lock.",
        helpLinkUri: RuleLinks.For(RuleIds.CallRequiresLock));

    public static readonly DiagnosticDescriptor Excludes = new(
        RuleIds.CallExcludesLock,
        "Call while a lock is held that it excludes",
        "'{0}' must not be called while '{1}' is held",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The member is declared to be called without the lock, because it acquires it or waits for someone who does.",
        helpLinkUri: RuleLinks.For(RuleIds.CallExcludesLock));
}
