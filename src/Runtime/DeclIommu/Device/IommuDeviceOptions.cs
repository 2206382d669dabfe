using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>How an <see cref="IommuDevice"/> is built and behaves.</summary>
public sealed class IommuDeviceOptions
{
    private readonly int _translationCacheCapacity = 4096;
    private readonly int _prefetchedPages;

    /// <summary>Who executes commands; a thread of the device's own unless said otherwise.</summary>
    public ExecutionMode ExecutionMode { get; init; } = ExecutionMode.Threaded;

    /// <summary>Whether caches keep everything until it is invalidated; they evict unless said otherwise.</summary>
    public CacheBehavior Caching { get; init; } = CacheBehavior.Ordinary;

    /// <summary>How many translations an ordinary cache holds; an adversarial one grows with what devices touch. 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int TranslationCacheCapacity
    {
        get => _translationCacheCapacity;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _translationCacheCapacity = value;
        }
    }

    /// <summary>How many pages beyond the one asked for a miss loads into the translation cache, if they are mapped. 0 to 512; 0 unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 0 to 512.</exception>
    public int PrefetchedPages
    {
        get => _prefetchedPages;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 512);
            _prefetchedPages = value;
        }
    }

    /// <summary>What the device announces in EFR.</summary>
    /// <remarks>Unless said otherwise: prefetch, INVALIDATE_IOMMU_ALL, the hardware error registers, six levels. Announcing a feature does not add it to the model.</remarks>
    public ExtendedFeatureRegister ExtendedFeatures { get; init; } = new()
    {
        PrefetchSupported = true,
        InvalidateAllSupported = true,
        HardwareErrorRegistersSupported = true,
        HostPageTableLevels = HostPageTableLevels.Six,
    };

    /// <summary>What the device announces in EFR2; nothing unless said otherwise.</summary>
    public ExtendedFeature2Register ExtendedFeatures2 { get; init; }

    /// <summary>Where the device's own interrupts go.</summary>
    public IInterruptSink? Interrupts { get; init; }

    /// <summary>Called between the two 128-bit halves of each device table entry that is read from memory, so that a test can write in between.</summary>
    /// <remarks>
    /// The lower half, with V, has been read by then. It runs within a request of the device: what it waits for must not wait for that request, as a
    /// COMPLETION_WAIT on another thread does.
    /// </remarks>
    public Action<DeviceId>? BetweenDeviceTableEntryHalves { get; init; }
}
