using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <content>Removing regions. Every removal begins a generation, also one that finds nothing.</content>
internal sealed partial class DomainTaggedTable
{
    /// <summary>Removes everything.</summary>
    internal void RemoveAll()
    {
        lock (_gate)
        {
            _generation++;
            var slots = new Slot[FirstLength];
            var links = new Link[FirstLength];
            int version = BeginWrite();
            try
            {
                _slots = slots;
                _links = links;
                _sizes = [];
                Array.Clear(_countsBySize);
                Array.Clear(_chains);
                _live = 0;
                _occupied = 0;
                _evictionHand = 0;
            }
            finally
            {
                EndWrite(version);
            }
        }
    }

    /// <summary>Removes the regions of a domain that have an address in common with a range.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="first">The first address of the range.</param>
    /// <param name="last">The last address of the range, at least <paramref name="first"/>.</param>
    /// <returns>How many regions were removed.</returns>
    internal int RemoveRange(DomainId domain, ulong first, ulong last)
    {
        lock (_gate)
        {
            _generation++;
            int before = _live;
            int held = ChainOf(domain).Count;
            if (held == 0)
            {
                return 0;
            }

            int version = BeginWrite();
            try
            {
                if (ProbesFor(_sizes, first, last) <= (ulong)held)
                {
                    RemoveByProbing(domain, first, last);
                }
                else
                {
                    RemoveAlongChain(domain, first, last);
                }
            }
            finally
            {
                EndWrite(version);
            }

            return before - _live;
        }
    }

    private static ulong ProbesFor(RegionSize[] sizes, ulong first, ulong last)
    {
        ulong probes = 0;
        foreach (RegionSize size in sizes)
        {
            // At least 4096 a size, so neither a term nor the sum of 64 of them passes 64 bits.
            probes += size.CountIn(first, last);
        }

        return probes;
    }

    [RequiresLock(nameof(_gate))]
    private void RemoveByProbing(DomainId domain, ulong first, ulong last)
    {
        // The array of sizes is replaced, never changed, when the last region of a size goes.
        foreach (RegionSize size in _sizes)
        {
            ulong virtualBase = size.AlignDown(first);
            for (ulong left = size.CountIn(first, last); left > 0; left--, virtualBase += size.Bytes)
            {
                int index = Find(_slots, domain, size.KeyAt(virtualBase), out _);
                if (index >= 0)
                {
                    RemoveAt(index);
                }
            }
        }
    }

    [RequiresLock(nameof(_gate))]
    private void RemoveAlongChain(DomainId domain, ulong first, ulong last)
    {
        int index = ChainOf(domain).First;
        while (index != None)
        {
            int next = _links[index].Next;
            CachedKey key = CachedKey.FromRaw(_slots[index].Key);
            if (key.VirtualBase <= last && key.VirtualBase + (SizeOfClass[key.SizeClass].Bytes - 1) >= first)
            {
                RemoveAt(index);
            }

            index = next;
        }
    }

    [RequiresLock(nameof(_gate))]
    private void RemoveAt(int index)
    {
        Unchain(index);
        int sizeClass = CachedKey.FromRaw(_slots[index].Key).SizeClass;
        _slots[index].Key = new CachedKey { IsRemoved = true }.ToRaw();
        _live--;

        // A run of removed slots that ends at an empty one keeps no search going: give it back.
        int after = index + 1 == _slots.Length ? 0 : index + 1;
        if (_slots[after].Key == Empty)
        {
            while (CachedKey.FromRaw(_slots[index].Key).IsRemoved)
            {
                _slots[index].Key = Empty;
                _occupied--;
                index = index == 0 ? _slots.Length - 1 : index - 1;
            }
        }

        if (--_countsBySize[sizeClass] == 0)
        {
            RefreshSizes();
        }
    }
}
