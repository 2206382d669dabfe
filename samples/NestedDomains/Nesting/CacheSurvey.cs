using DeclIommu.Device;

namespace NestedDomains.Nesting;

/// <summary>What the units cache at one moment.</summary>
internal sealed class CacheSurvey
{
    private readonly List<(int Unit, TranslationCacheEntry Entry)> _cached;

    public CacheSurvey(IEnumerable<(int Unit, TranslationCacheEntry Entry)> cached) => _cached = [.. cached];

    /// <summary>Each hDomID under which a unit caches anything, once a unit.</summary>
    public IEnumerable<(int Unit, int HostDomainId)> Domains => _cached.Select(cached => (cached.Unit, (int)cached.Entry.DomainId.Value)).Distinct();

    public static CacheSurvey Of(IReadOnlyList<IommuDevice> units) =>
        new(units.SelectMany((unit, index) => unit.TranslationCache.Snapshot().Select(entry => (index, entry))));

    public int Count(int unit, int hostDomainId, UnmappedRange range, bool inRange) => _cached.Count(cached =>
        cached.Unit == unit
        && cached.Entry.DomainId.Value == hostDomainId
        && range.Overlaps(cached.Entry.VirtualAddress, cached.Entry.PageSize) == inRange);

    /// <summary>How many entries say something that the address space of their domain does not.</summary>
    /// <param name="spaces">By hDomID; an entry under any other ID is stale whatever it says.</param>
    public int CountStale(IReadOnlyDictionary<int, AddressSpace> spaces) => _cached.Count(cached =>
        !spaces.TryGetValue(cached.Entry.DomainId.Value, out AddressSpace? space)
        || !space.Maps(cached.Entry.VirtualAddress, cached.Entry.PhysicalAddress, cached.Entry.PageSize, cached.Entry.Permissions));
}
