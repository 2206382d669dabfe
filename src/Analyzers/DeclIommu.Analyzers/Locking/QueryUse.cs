namespace DeclIommu.Analyzers.Locking;

/// <summary>What becomes of a query that runs only when it is enumerated.</summary>
internal enum QueryUse
{
    /// <summary>It goes where nobody sees when it runs.</summary>
    Unknown,

    /// <summary>It is run to its end inside the same expression.</summary>
    Consumed,

    /// <summary>A local variable keeps it.</summary>
    Stored,
}
