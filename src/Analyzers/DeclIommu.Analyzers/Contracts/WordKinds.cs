using System;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>What the words of a source can have to do with.</summary>
[Flags]
internal enum WordKinds
{
    None = 0,

    /// <summary>A lock statement, or a call by the name of one that takes, releases or waits for a lock.</summary>
    Locking = 1,

    /// <summary>A lock type whose misuse needs no such call: Lock, SpinLock.</summary>
    LockType = 2,

    /// <summary>The namespace of the contracts.</summary>
    Contract = 4,

    /// <summary>A call by the name of one that acquires or releases something without a contract.</summary>
    Pair = 8,

    /// <summary>A lock statement.</summary>
    LockStatement = 16,

    /// <summary>A type in parts, which may lie in several sources.</summary>
    PartialType = 32,

    /// <summary>A word that begins like the name of a call on a lock: its source may wrap one up, and others call it under theirs.</summary>
    LockLike = 64,
}
