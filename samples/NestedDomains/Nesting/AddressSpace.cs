using DeclIommu.Memory;

namespace NestedDomains.Nesting;

/// <summary>What a parent domain maps, written down beside the driver: the judge of what caches may still hold.</summary>
internal sealed class AddressSpace(string name)
{
    public const ulong PageSize = 4096;

    private readonly Dictionary<ulong, (ulong Physical, Permissions Permissions)> _pages = [];

    public string Name { get; } = name;

    public void Map(ulong iova, ulong physical, ulong length, Permissions permissions)
    {
        for (ulong offset = 0; offset < length; offset += PageSize)
        {
            _pages.Add(iova + offset, (physical + offset, permissions));
        }
    }

    public void Unmap(ulong iova, ulong length)
    {
        for (ulong offset = 0; offset < length; offset += PageSize)
        {
            _pages.Remove(iova + offset);
        }
    }

    /// <summary>Where an address of a page goes.</summary>
    public bool TryTranslate(ulong iova, out ulong physical)
    {
        ulong within = iova % PageSize;
        bool mapped = _pages.TryGetValue(iova - within, out var page);
        physical = mapped ? page.Physical + within : 0;
        return mapped;
    }

    /// <summary>Whether every page of a range is mapped, to consecutive addresses from <paramref name="physical"/> on, with no fewer permissions.</summary>
    public bool Maps(ulong iova, ulong physical, ulong length, Permissions permissions)
    {
        for (ulong offset = 0; offset < length; offset += PageSize)
        {
            if (!_pages.TryGetValue(iova + offset, out var page) || page.Physical != physical + offset || (permissions & ~page.Permissions) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
