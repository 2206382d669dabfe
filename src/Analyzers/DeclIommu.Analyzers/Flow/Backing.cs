namespace DeclIommu.Analyzers.Flow;

/// <summary>What keeps an object alive beside the references that the function owns.</summary>
internal enum Backing
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A lender: the object is there, but the reference is not the function's.</summary>
    Lent,

    /// <summary>Nothing: without an owned reference the object is gone.</summary>
    None,
}
