namespace DeclIommu.Analyzers;

/// <summary>Keys of what diagnostics tell code fixes.</summary>
internal static class FixProperties
{
    /// <summary>The lock as code at the place of the diagnostic names it.</summary>
    public const string Lock = "lock";

    /// <summary>There if the lock is held already, but not in the mode, or not on every path.</summary>
    public const string IsPartlyHeld = "partly";

    /// <summary>There if nothing that releases an object deals with the field at all.</summary>
    public const string IsLeftAlone = "alone";
}
