namespace DeclIommu.Analyzers.Contracts;

/// <summary>What a call does to the caller's references to the object it is made on.</summary>
internal enum ReceiverEffect
{
    None,

    /// <summary>One more.</summary>
    Acquires,

    /// <summary>One more if the result says so.</summary>
    TryAcquires,

    /// <summary>One less.</summary>
    Releases,
}
