using System;

namespace DeclIommu.Analyzers.Words;

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

    /// <summary>A statement that disposes of something without naming the call.</summary>
    Using = 128,

    /// <summary>An object made without its type being named.</summary>
    ImplicitNew = 256,

    /// <summary>An object made, with a brace after it in the same statement: it may be filled without the call being named.</summary>
    Filled = 512,

    /// <summary>A query, which calls methods without naming them.</summary>
    Query = 1024,

    /// <summary>A name that a bracket follows, as of a call or of what is made.</summary>
    Called = 2048,

    /// <summary>A square bracket follows sooner or later, before the next word.</summary>
    Indexed = 4096,
}
