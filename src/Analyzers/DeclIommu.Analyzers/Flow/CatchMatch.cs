namespace DeclIommu.Analyzers.Flow;

/// <summary>Whether a handler catches an exception.</summary>
internal enum CatchMatch
{
    No,
    Maybe,
    Always,
}
