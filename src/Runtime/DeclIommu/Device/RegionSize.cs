namespace DeclIommu.Device;

/// <summary>A size of regions: a power of two of at least 4096 bytes.</summary>
internal readonly struct RegionSize
{
    private readonly ulong _keyAtZero;

    internal RegionSize(ulong bytes, int sizeClass)
    {
        Bytes = bytes;
        _keyAtZero = new CachedKey { IsLive = true, SizeClass = (byte)sizeClass }.ToRaw();
    }

    /// <summary>The size in bytes.</summary>
    internal ulong Bytes { get; }

    /// <summary>The first address of the region that an address lies in.</summary>
    internal ulong AlignDown(ulong address) => address & (0 - Bytes);

    /// <summary>The key of the region that starts at an address: <see cref="CachedKey.VirtualBase"/> keeps an address in its own bits, so it is added.</summary>
    internal ulong KeyAt(ulong virtualBase) => _keyAtZero + virtualBase;

    /// <summary>How many regions of this size a range touches.</summary>
    internal ulong CountIn(ulong first, ulong last) => (last / Bytes) - (first / Bytes) + 1;
}
