using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The translations that an <see cref="IommuDevice"/> has cached, tagged by domain ID: to look at, not to change.</summary>
/// <remarks>Safe for concurrent use. What a nested device translates lies under the domain ID of its own device table entry, not under that of the parent.</remarks>
public sealed class TranslationCache
{
    private readonly DomainTaggedTable _table;

    internal TranslationCache(int capacity) => _table = new DomainTaggedTable(capacity);

    /// <summary>The number of translations cached.</summary>
    public int Count => _table.Count;

    internal int Generation => _table.Generation;

    /// <summary>Gives all cached translations as they are at one moment, ordered by domain, address and size.</summary>
    public IReadOnlyList<TranslationCacheEntry> Snapshot()
    {
        TaggedRegion[] regions = _table.Snapshot();
        Array.Sort(regions, static (left, right) =>
            (left.Domain.Value, left.VirtualBase, left.Size).CompareTo((right.Domain.Value, right.VirtualBase, right.Size)));
        return Array.ConvertAll(regions, static region =>
            new TranslationCacheEntry(region.Domain, region.VirtualBase, region.Size, region.PhysicalBase, region.Permissions));
    }

    /// <summary>Finds what is cached for an address of a domain, without any side effect.</summary>
    /// <param name="domain">The domain ID.</param>
    /// <param name="address">The address as the device sees it.</param>
    /// <param name="entry">The smallest cached page that contains the address.</param>
    /// <returns>False if nothing is cached for it.</returns>
    public bool TryFind(DomainId domain, ulong address, out TranslationCacheEntry entry)
    {
        bool found = _table.TryFind(domain, address, out TaggedRegion region);
        entry = new TranslationCacheEntry(region.Domain, region.VirtualBase, region.Size, region.PhysicalBase, region.Permissions);
        return found;
    }

    internal bool TryFind(DomainId domain, ulong address, out TaggedRegion page) => _table.TryFind(domain, address, out page);

    internal void Insert(in TaggedRegion page, int generation) => _table.Insert(page, generation);

    internal void Invalidate(DomainId domain, PageRange range) => _table.RemoveRange(domain, range.Start, range.Last);

    internal void InvalidateAll() => _table.RemoveAll();
}
