namespace DeclIommu.Analyzers.References;

/// <summary>Whether a callee without a contract may take over what it is passed.</summary>
internal enum TakerKind
{
    Never,

    /// <summary>Unless the caller releases it itself on another path.</summary>
    Maybe,
    Likely,
}
