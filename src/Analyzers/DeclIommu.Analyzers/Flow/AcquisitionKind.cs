namespace DeclIommu.Analyzers.Flow;

/// <summary>How an owned reference came to a function.</summary>
internal enum AcquisitionKind
{
    /// <summary>Created, returned, or acquired by a call.</summary>
    Call,

    /// <summary>Passed to it by a parameter that consumes.</summary>
    Parameter,

    /// <summary>Held by an owned field before the function began.</summary>
    Field,

    /// <summary>Found in an owned collection that is being released.</summary>
    Element,
}
