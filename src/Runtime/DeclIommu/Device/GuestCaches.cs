using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>What was found in guest tables, tagged by domain and PASID: pages with the system physical address behind both translations, and tables on the way.</summary>
/// <remarks>
/// Safe for concurrent use. An invalidation without PASID (GN = 0) drops everything of the domain, whatever its range: that is in guest physical addresses,
/// which the entries here do not keep.
/// </remarks>
internal sealed class GuestCaches(int capacity)
{
    // What nothing is cached under: an invalidation that finds no pair begins a generation with it all the same.
    private static DomainId NoPair => default;

    private readonly GuestTagNumbers _numbers = new();
    private readonly DomainTaggedTable _pages = new(capacity);
    private readonly DomainTaggedTable _tables = new(capacity);

    internal int PageCount => _pages.Count;

    /// <summary>Read before anything else of a translation is looked up, handed to <see cref="InsertPage"/>.</summary>
    internal int PageGeneration => _pages.Generation;

    /// <summary>Read before tables are looked up, handed to <see cref="InsertTable"/>.</summary>
    internal int TableGeneration => _tables.Generation;

    internal bool TryFindPage(GuestTag tag, ulong address, out TaggedRegion page) => TryFind(_pages, tag, address, out page);

    /// <summary>Finds the lowest table cached on the way to an address.</summary>
    internal bool TryFindTable(GuestTag tag, ulong address, out GuestTable table)
    {
        bool found = TryFind(_tables, tag, address, out TaggedRegion region);
        table = found ? new GuestTable(region.PhysicalBase, HostTable.LevelOfReach(region.Size), region.Permissions, region.Traits) : default;
        return found;
    }

    internal void InsertPage(GuestTag tag, in TaggedRegion page, int generation) => Insert(_pages, tag, page, generation);

    internal void InsertTable(GuestTag tag, ulong address, in GuestTable table, int generation)
    {
        ulong reach = HostTable.Reach(table.Level);
        Insert(_tables, tag, new TaggedRegion(default, address - (address % reach), reach, table.Address, table.Permissions) { Traits = table.Traits }, generation);
    }

    internal void Invalidate(GuestTag tag, PageRange range, bool includeTables)
    {
        DomainId number = _numbers.TryGet(tag, out DomainId found) ? found : NoPair;
        if (includeTables)
        {
            _tables.RemoveRange(number, range.Start, range.Last);
        }

        _pages.RemoveRange(number, range.Start, range.Last);
    }

    internal void InvalidateDomain(DomainId domain, bool includeTables)
    {
        ushort[] numbers = [NoPair.Value, .. _numbers.OfDomain(domain)];
        foreach (ushort number in includeTables ? numbers : [])
        {
            _tables.RemoveRange(new DomainId(number), 0, ulong.MaxValue);
        }

        foreach (ushort number in numbers)
        {
            _pages.RemoveRange(new DomainId(number), 0, ulong.MaxValue);
        }
    }

    internal void InvalidateAll()
    {
        _tables.RemoveAll();
        _pages.RemoveAll();
    }

    /// <summary>All pages, in no particular order.</summary>
    internal List<(GuestTag Tag, TaggedRegion Page)> Snapshot()
    {
        Dictionary<ushort, GuestTag> tags = _numbers.Snapshot().ToDictionary(static pair => pair.Value, static pair => pair.Key);
        List<(GuestTag, TaggedRegion)> pages = [];
        foreach (TaggedRegion page in _pages.Snapshot())
        {
            if (tags.TryGetValue(page.Domain.Value, out GuestTag tag))
            {
                pages.Add((tag, page));
            }
        }

        return pages;
    }

    // The number may have gone to another pair since it was read, but not before the epoch ended.
    private bool TryFind(DomainTaggedTable table, GuestTag tag, ulong address, out TaggedRegion region)
    {
        region = default;
        int epoch = _numbers.Epoch;
        return _numbers.TryGet(tag, out DomainId number) && table.TryFind(number, address, out region) && _numbers.Epoch == epoch;
    }

    private void Insert(DomainTaggedTable table, GuestTag tag, in TaggedRegion region, int generation)
    {
        if (_numbers.TryAdd(tag, out DomainId number))
        {
            table.Insert(region with { Domain = number }, generation);
            return;
        }

        // More pairs than numbers: hardware would evict as well. What is under way keeps nothing, for its generation is over.
        _numbers.Clear();
        InvalidateAll();
    }
}
