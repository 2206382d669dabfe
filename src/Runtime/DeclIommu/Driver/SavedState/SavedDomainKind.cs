namespace DeclIommu.Driver;

/// <summary>What kind of domain a saved device is attached to.</summary>
internal enum SavedDomainKind : byte
{
    /// <summary>None: it is blocked.</summary>
    None = 0,

    /// <summary>A parent.</summary>
    Parent = 1,

    /// <summary>A nested domain.</summary>
    Nested = 2,

    /// <summary>A domain with a guest CR3 table of the host's own.</summary>
    Pasid = 3,
}
