namespace DeclIommu.Analyzers.Contracts;

/// <summary>What a call does to, or asks of, a lock.</summary>
internal enum LockEffectKind
{
    Require,
    Exclude,
    RequireNotHeld,
    Acquire,
    Release,
    TryAcquire,
    Assert,

    /// <summary>The boolean result tells whether the lock is held.</summary>
    Query,

    /// <summary>Monitor.Wait and Pulse: the lock must be held, and Wait gives it up for a while.</summary>
    Signal,
}
