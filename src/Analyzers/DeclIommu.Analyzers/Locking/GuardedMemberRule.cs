using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0001 to DIL0003: members and pointees are touched under their guards only.</summary>
internal static class GuardedMemberRule
{
    public static readonly DiagnosticDescriptor Read = new(
        RuleIds.GuardedRead,
        "Guarded member read without its lock",
        "'{0}' is read without holding '{1}'{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The member is declared to be guarded; reading it needs the lock at least shared.",
        helpLinkUri: RuleLinks.For(RuleIds.GuardedRead));

    public static readonly DiagnosticDescriptor Write = new(
        RuleIds.GuardedWrite,
        "Guarded member written without its lock",
        "'{0}' is written without holding '{1}' exclusively{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The member is declared to be guarded; writing it needs the lock exclusively.",
        helpLinkUri: RuleLinks.For(RuleIds.GuardedWrite));

    public static readonly DiagnosticDescriptor Pointee = new(
        RuleIds.GuardedPointee,
        "Object behind a guarded reference touched without its lock",
        "The object that '{0}' refers to is touched without holding '{1}'{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The object that the member refers to is declared to be guarded.",
        helpLinkUri: RuleLinks.For(RuleIds.GuardedPointee));
}
