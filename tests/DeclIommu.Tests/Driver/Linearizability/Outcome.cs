namespace DeclIommu.Tests.Linearizability;

/// <summary>What a caller is told of a step.</summary>
internal enum Outcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There was nothing to do.</summary>
    Nothing,

    /// <summary>The page is mapped already.</summary>
    Overlap,

    /// <summary>A unit may still have the page cached.</summary>
    StillCached,

    /// <summary>No domain ID is free.</summary>
    Exhausted,

    /// <summary>The domain was disposed, or there is none.</summary>
    Gone,

    /// <summary>A unit did not confirm.</summary>
    UnitFailed,
}
