namespace DeclIommu.Analyzers.Flow;

/// <summary>How it came to be known that a lock is held.</summary>
internal enum LockOrigin
{
    /// <summary>A contract of the member itself says so.</summary>
    Declared,
    Acquired,

    /// <summary>A try succeeded.</summary>
    Tried,
    Asserted,

    /// <summary>A lock statement around the code.</summary>
    Lexical,

    /// <summary>A scope object manages it.</summary>
    Scoped,

    /// <summary>A try whose result nobody looks at.</summary>
    Unchecked,
}
