namespace DeclIommu.Analyzers.Locking;

/// <summary>What code does with a place.</summary>
internal enum AccessUsage
{
    /// <summary>It names the place only.</summary>
    None,
    Read,
    Write,

    /// <summary>It hands the place to another method by reference.</summary>
    PassByReference,
}
