namespace DeclIommu.AnalyzerCost;

/// <summary>Which analyzers a build runs.</summary>
internal enum AnalyzerSet
{
    /// <summary>None; source generators stay.</summary>
    None,

    /// <summary>Those of DeclIommu.Analyzers alone.</summary>
    Ours,

    /// <summary>Those that the SDK switches on by itself.</summary>
    Sdk,

    /// <summary>Those of the SDK, and ours.</summary>
    SdkAndOurs,
}
