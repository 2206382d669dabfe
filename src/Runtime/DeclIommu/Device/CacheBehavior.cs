namespace DeclIommu.Device;

/// <summary>How the caches of an <see cref="IommuDevice"/> treat what no command has invalidated.</summary>
public enum CacheBehavior
{
    /// <summary>As hardware does: a full cache evicts.</summary>
    Ordinary,

    /// <summary>Nothing ever leaves by itself, and walks start at cached page directories wherever one is cached: a missing invalidation shows as wrong data.</summary>
    Adversarial,
}
