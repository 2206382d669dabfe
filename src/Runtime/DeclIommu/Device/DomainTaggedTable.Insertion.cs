using System.Diagnostics;
using System.Numerics;
using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <content>Adding regions.</content>
internal sealed partial class DomainTaggedTable
{
    /// <summary>Adds a region, or replaces the one of the same domain, address and size.</summary>
    /// <returns>False, and nothing changed, if a removal has come since <paramref name="generation"/> was read.</returns>
    internal bool Insert(in TaggedRegion region, int generation)
    {
        Debug.Assert(BitOperations.IsPow2(region.Size) && region.VirtualBase % region.Size == 0, "A region is aligned to its size.");
        lock (_gate)
        {
            if (_generation != generation)
            {
                return false;
            }

            int version = BeginWrite();
            try
            {
                Place(region);
            }
            finally
            {
                EndWrite(version);
            }

            return true;
        }
    }

    // Odd while the table is written. Whoever begins owes the end, also when memory runs out: else the version counts the wrong way round from then on, and lookups trust what they
    // read while a writer is at work. What is allocated in between is so before the table changes, or after, so that the table is whole when the end comes early.
    [RequiresLock(nameof(_gate))]
    [return: ReturnsOwned]
    private int BeginWrite() => Interlocked.Increment(ref _version);

    [RequiresLock(nameof(_gate))]
    private void EndWrite([Consumes] int version) => _version = version + 1;

    [RequiresLock(nameof(_gate))]
    private void Place(in TaggedRegion region)
    {
        int sizeClass = BitOperations.Log2(region.Size);
        ulong key = SizeOfClass[sizeClass].KeyAt(region.VirtualBase);
        ulong target = new CachedTarget { DomainId = region.Domain, PhysicalBase = region.PhysicalBase, Permissions = region.Permissions, Traits = region.Traits }.ToRaw();
        int existing = Find(_slots, region.Domain, key, out _);
        if (existing >= 0)
        {
            _slots[existing].Target = target;
            return;
        }

        if (_live >= _capacity)
        {
            EvictOne();
        }

        // At most two thirds of the slots are occupied.
        if ((_occupied + 1L) * 3 > _slots.Length * 2L)
        {
            Rebuild();
        }

        // A size too many costs lookups a probe; one too few would hide the region from removals.
        _ = ChainOf(region.Domain);
        if (_countsBySize[sizeClass] == 0)
        {
            RefreshSizes(coming: sizeClass);
        }

        int index = FreeSlot(_slots, region.Domain, key);
        if (_slots[index].Key == Empty)
        {
            _occupied++;
        }

        _slots[index] = new Slot { Key = key, Target = target };
        Chain(index);
        _live++;
        _countsBySize[sizeClass]++;
    }

    private static int FreeSlot(Slot[] slots, DomainId domain, ulong key)
    {
        int index = Home(slots.Length, domain, key);
        while (CachedKey.FromRaw(slots[index].Key).IsLive)
        {
            index = index + 1 == slots.Length ? 0 : index + 1;
        }

        return index;
    }

    [RequiresLock(nameof(_gate))]
    private void EvictOne()
    {
        while (!CachedKey.FromRaw(_slots[_evictionHand].Key).IsLive)
        {
            _evictionHand = _evictionHand + 1 == _slots.Length ? 0 : _evictionHand + 1;
        }

        RemoveAt(_evictionHand);
    }

    // Doubles unless half of the occupied slots are removed ones: what it costs, the insertions or removals in between have paid for.
    [RequiresLock(nameof(_gate))]
    private void Rebuild()
    {
        Slot[] old = _slots;
        int length = _live * 3L > old.Length ? old.Length * 2 : old.Length;
        var slots = new Slot[length];
        var links = new Link[length];
        foreach (DomainChain[]? chunk in _chains)
        {
            if (chunk is not null)
            {
                Array.Fill(chunk, new DomainChain { First = None });
            }
        }

        _slots = slots;
        _links = links;
        _occupied = _live;
        _evictionHand = 0;
        foreach (ref readonly Slot slot in old.AsSpan())
        {
            if (CachedKey.FromRaw(slot.Key).IsLive)
            {
                int index = FreeSlot(_slots, CachedTarget.FromRaw(slot.Target).DomainId, slot.Key);
                _slots[index] = slot;
                Chain(index);
            }
        }
    }

    [RequiresLock(nameof(_gate))]
    private void RefreshSizes(int coming = None)
    {
        var sizes = new List<RegionSize>(SizeClasses);
        for (int sizeClass = 0; sizeClass < SizeClasses; sizeClass++)
        {
            if (_countsBySize[sizeClass] > 0 || sizeClass == coming)
            {
                sizes.Add(SizeOfClass[sizeClass]);
            }
        }

        _sizes = [.. sizes];
    }
}
