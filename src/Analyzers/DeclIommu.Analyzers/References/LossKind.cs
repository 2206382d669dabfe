namespace DeclIommu.Analyzers.References;

/// <summary>How an owned reference is lost.</summary>
internal enum LossKind
{
    /// <summary>The function ends, or the last variable that names the object does.</summary>
    AtEnd,

    /// <summary>The last variable that names the object is given another.</summary>
    ByOverwrite,

    /// <summary>Given to a caller who is not told that it owns the reference.</summary>
    Untold,

    /// <summary>An exception that the function throws leaves it.</summary>
    ByThrow,

    /// <summary>An exception of something that the function calls leaves it, or is caught without a release.</summary>
    ByCall,
}
