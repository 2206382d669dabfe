namespace DeclIommu.Analyzers.Contracts;

/// <summary>Who owns the result of a call.</summary>
internal enum ResultOwnership
{
    /// <summary>No contract says it.</summary>
    Unstated,

    /// <summary>The caller, unless it is null.</summary>
    Owned,

    /// <summary>Someone else; the caller may look at it.</summary>
    Borrowed,
}
