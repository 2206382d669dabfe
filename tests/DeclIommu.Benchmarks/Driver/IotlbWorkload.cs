using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>A device table of the model's kind and a dictionary, filled alike: pages of 4 KiB of 64 domains, asked for in random order.</summary>
internal sealed class IotlbWorkload
{
    public const int Lookups = 1024;

    private readonly DomainTaggedTable _table = new(int.MaxValue);
    private readonly Dictionary<(ushort Domain, ulong Page), ulong> _dictionary = [];
    private readonly (DomainId Domain, ulong Address)[] _order;

    public IotlbWorkload(int entries)
    {
        Random random = new(1);
        for (int index = 0; index < entries; index++)
        {
            Fill(new DomainId((ushort)(1 + (index % 64))), (ulong)(index / 64) * 0x1000);
        }

        _order = [.. Enumerable.Range(0, Lookups).Select(_ => random.Next(entries)).Select(index => (new DomainId((ushort)(1 + (index % 64))), ((ulong)(index / 64) * 0x1000) + 8))];
    }

    public ulong FindOurs()
    {
        ulong sum = 0;
        foreach ((DomainId domain, ulong address) in _order)
        {
            _table.TryFind(domain, address, out TaggedRegion region);
            sum += region.PhysicalBase;
        }

        return sum;
    }

    public ulong FindInDictionary()
    {
        ulong sum = 0;
        foreach ((DomainId domain, ulong address) in _order)
        {
            _dictionary.TryGetValue((domain.Value, address / 0x1000), out ulong physical);
            sum += physical;
        }

        return sum;
    }

    /// <summary>Drops everything of one domain, and puts it back.</summary>
    public void InvalidateOurs(int perDomain)
    {
        _table.RemoveRange(new DomainId(7), 0, ulong.MaxValue);
        for (int index = 0; index < perDomain; index++)
        {
            _table.Insert(new TaggedRegion(new DomainId(7), (ulong)index * 0x1000, 0x1000, 0x1000, Permissions.ReadWrite), _table.Generation);
        }
    }

    /// <summary>The same where all entries must be looked at.</summary>
    public void InvalidateInDictionary(int perDomain)
    {
        foreach ((ushort Domain, ulong Page) key in _dictionary.Keys)
        {
            if (key.Domain == 7)
            {
                _dictionary.Remove(key);
            }
        }

        for (int index = 0; index < perDomain; index++)
        {
            _dictionary[(7, (ulong)index)] = 0x1000;
        }
    }

    private void Fill(DomainId domain, ulong address)
    {
        _table.Insert(new TaggedRegion(domain, address, 0x1000, address + 0x10_0000, Permissions.ReadWrite), _table.Generation);
        _dictionary.Add((domain.Value, address / 0x1000), address + 0x10_0000);
    }
}
