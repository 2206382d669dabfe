namespace DeclIommu.Analyzers.Flow;

/// <summary>Whether a handler catches an exception.</summary>
internal enum CatchMatch
{
    No,
    Maybe,

    /// <summary>The type of the exception is caught, and a filter decides.</summary>
    IfFilterHolds,

    Always,
}
