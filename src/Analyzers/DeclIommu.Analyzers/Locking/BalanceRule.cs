using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0006 to DIL0014: what is acquired is released, once, in its mode, on every path.</summary>
internal static class BalanceRule
{
    public static readonly DiagnosticDescriptor DoubleAcquire = Create(
        RuleIds.DoubleAcquire, "Lock acquired while it is held", "'{0}' is already held here and is not reentrant",
        "Acquiring a lock that is not reentrant a second time waits for ever or throws.");

    public static readonly DiagnosticDescriptor ReleaseNotHeld = Create(
        RuleIds.ReleaseNotHeld, "Lock released that is not held", "'{0}' is released but {1}",
        "Releasing a lock that this code does not hold throws, or frees the lock of another.");

    public static readonly DiagnosticDescriptor HeldAtEnd = Create(
        RuleIds.HeldAtEnd, "Lock still held at the end", "'{0}' is still held when the member returns",
        "No contract of the member says that it returns with the lock held.");

    public static readonly DiagnosticDescriptor HeldOnException = Create(
        RuleIds.HeldOnException, "Lock may stay held when an exception is thrown", "'{0}' stays held when an exception leaves the member{1}",
        "The release is not in a finally block, so an exception skips it.");

    public static readonly DiagnosticDescriptor NotHeldAtEnd = Create(
        RuleIds.NotHeldAtEnd, "Lock not held at the end against the contract", "By its contract the member returns with '{0}' held, but it is not held here",
        "A member that acquires or requires a lock returns with it held.");

    public static readonly DiagnosticDescriptor JoinMismatch = Create(
        RuleIds.JoinMismatch, "Lock held on some paths only", "'{0}' is held on some paths only where they meet again",
        "Code after a branch cannot know whether the lock is held.");

    public static readonly DiagnosticDescriptor LoopMismatch = Create(
        RuleIds.LoopMismatch, "Loop changes which locks are held", "The loop changes how '{0}' is held from one turn to the next",
        "Every turn of a loop must begin with the same locks held.");

    public static readonly DiagnosticDescriptor ModeMismatch = Create(
        RuleIds.ModeMismatch, "Lock used in the wrong mode", "'{0}' is held {1} but {2}",
        "A lock is released in the mode in which it was acquired, and a shared hold is not turned into an exclusive one.");

    public static readonly DiagnosticDescriptor UncheckedTry = Create(
        RuleIds.UncheckedTry, "Result of a try-acquire is not checked", "Whether '{0}' was acquired is never looked at",
        "Without a look at the result nobody knows whether the lock is held.");

    private static DiagnosticDescriptor Create(string id, string title, string message, string description)
        => new(id, title, message, RuleCategories.Locking, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, RuleLinks.For(id));
}
