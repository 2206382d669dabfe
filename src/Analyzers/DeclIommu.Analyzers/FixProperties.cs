namespace DeclIommu.Analyzers;

/// <summary>Keys of what diagnostics tell code fixes.</summary>
internal static class FixProperties
{
    /// <summary>The lock as code at the place of the diagnostic names it.</summary>
    public const string Lock = "lock";
}
