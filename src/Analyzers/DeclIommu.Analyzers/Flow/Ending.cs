namespace DeclIommu.Analyzers.Flow;

/// <summary>Where the last owned reference to an object went.</summary>
internal enum Ending
{
    /// <summary>Nowhere: there was none, or there still is one.</summary>
    None,
    Released,

    /// <summary>Released, and it was the last one: the object is to be cleaned up here.</summary>
    FinallyReleased,

    /// <summary>Passed to a callee that owns it now.</summary>
    Transferred,

    /// <summary>Somewhere that is not followed.</summary>
    Escaped,
}
