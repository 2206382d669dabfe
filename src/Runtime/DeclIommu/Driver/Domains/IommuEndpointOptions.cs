namespace DeclIommu.Driver;

/// <summary>What a device can do on its own.</summary>
public sealed class IommuEndpointOptions
{
    /// <summary>Whether the device asks for translations and caches the answers (ATS).</summary>
    public bool CachesTranslations { get; init; }

    /// <summary>How many invalidations the device takes at a time: 1 to 255; 32 unless said otherwise.</summary>
    public byte InvalidationQueueDepth { get; init; } = 32;
}
