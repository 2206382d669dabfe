using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The tables below the root that walks have met, tagged by domain: a walk starts at the lowest one cached for its address.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class PageDirectoryCache
{
    private readonly DomainTaggedTable _table;

    internal PageDirectoryCache(int capacity) => _table = new DomainTaggedTable(capacity);

    internal int Count => _table.Count;

    internal int Generation => _table.Generation;

    internal bool TryFind(DomainId domain, ulong address, out HostTable table)
    {
        bool found = _table.TryFind(domain, address, out TaggedRegion region);
        table = found ? new HostTable(region.PhysicalBase, HostTable.LevelOfReach(region.Size), region.Permissions) : default;
        return found;
    }

    internal void Insert(DomainId domain, ulong address, HostTable table, int generation)
    {
        ulong reach = HostTable.Reach(table.Level);
        _table.Insert(new TaggedRegion(domain, address - (address % reach), reach, table.Address, table.Permissions), generation);
    }

    internal void Invalidate(DomainId domain, PageRange range) => _table.RemoveRange(domain, range.Start, range.Last);

    internal void InvalidateAll() => _table.RemoveAll();
}
