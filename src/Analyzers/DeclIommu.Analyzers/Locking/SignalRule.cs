using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0029: Monitor.Wait and Pulse are called by the holder of the lock, who takes nothing across the wait.</summary>
internal static class SignalRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.WaitWithoutLock,
        "Monitor.Wait or Pulse misused",
        "'{0}' {1} '{2}'{3}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Without the lock the call throws SynchronizationLockException; while a thread waits, others hold the lock and change what it guards.",
        helpLinkUri: RuleLinks.For(RuleIds.WaitWithoutLock));
}
