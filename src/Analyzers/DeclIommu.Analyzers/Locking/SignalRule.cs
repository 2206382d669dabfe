using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0029: Monitor.Wait and Pulse are called by the holder of the lock.</summary>
internal static class SignalRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.WaitWithoutLock,
        "Monitor.Wait or Pulse without the lock",
        "'{0}' needs '{1}' to be held{2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Without the lock the call throws SynchronizationLockException.",
        helpLinkUri: RuleLinks.For(RuleIds.WaitWithoutLock));
}
