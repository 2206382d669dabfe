using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>The guest translations that an <see cref="IommuDevice"/> has cached, tagged by domain ID and PASID: to look at, not to change.</summary>
/// <remarks>Safe for concurrent use. Each entry leads from a guest virtual address through both translations to a system physical one.</remarks>
public sealed class GuestTranslationCache
{
    private readonly GuestCaches _caches;

    internal GuestTranslationCache(GuestCaches caches) => _caches = caches;

    /// <summary>The number of translations cached.</summary>
    public int Count => _caches.PageCount;

    /// <summary>Gives all cached translations as they are at one moment, ordered by domain, PASID, address and size.</summary>
    public IReadOnlyList<GuestTranslationCacheEntry> Snapshot()
    {
        List<GuestTranslationCacheEntry> entries = [.. _caches.Snapshot().Select(static found => ToEntry(found.Tag, found.Page))];
        entries.Sort(static (left, right) => (left.DomainId.Value, left.Pasid.Value, left.VirtualAddress, left.PageSize)
            .CompareTo((right.DomainId.Value, right.Pasid.Value, right.VirtualAddress, right.PageSize)));
        return entries;
    }

    /// <summary>Finds what is cached for an address, without any side effect.</summary>
    /// <param name="domain">The domain ID.</param>
    /// <param name="pasid">The process address space.</param>
    /// <param name="address">The address as the device sees it.</param>
    /// <param name="entry">The smallest cached page that contains the address.</param>
    /// <returns>False if nothing is cached for it.</returns>
    public bool TryFind(DomainId domain, Pasid pasid, ulong address, out GuestTranslationCacheEntry entry)
    {
        GuestTag tag = new(domain, pasid);
        bool found = _caches.TryFindPage(tag, address, out TaggedRegion page);
        entry = found ? ToEntry(tag, page) : default;
        return found;
    }

    private static GuestTranslationCacheEntry ToEntry(GuestTag tag, TaggedRegion page) =>
        new(tag.Domain, tag.Pasid, page.VirtualBase, page.Size, page.PhysicalBase, page.Permissions);
}
