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

            BeginWrite();
            Place(region);
            EndWrite();
            return true;
        }
    }

    [RequiresLock(nameof(_gate))]
    private void BeginWrite() => Interlocked.Increment(ref _version);

    [RequiresLock(nameof(_gate))]
    private void EndWrite() => _version++;

    [RequiresLock(nameof(_gate))]
    private void Place(in TaggedRegion region)
    {
        byte sizeClass = SizeClass(region.Size);
        int existing = Find(_slots, region.Domain, region.VirtualBase, sizeClass);
        if (existing >= 0)
        {
            _slots[existing].PhysicalBase = region.PhysicalBase;
            _slots[existing].Permissions = (byte)region.Permissions;
            return;
        }

        if (_live >= _capacity)
        {
            EvictOne();
        }

        if ((_occupied + 1) * 2L > _slots.Length)
        {
            Rebuild();
        }

        int index = FreeSlot(region.Domain, region.VirtualBase, sizeClass);
        ref Slot slot = ref _slots[index];
        if (slot.State == SlotState.Empty)
        {
            _occupied++;
        }

        slot.VirtualBase = region.VirtualBase;
        slot.PhysicalBase = region.PhysicalBase;
        slot.Domain = region.Domain.Value;
        slot.SizeClass = sizeClass;
        slot.Permissions = (byte)region.Permissions;
        slot.StateCode = (byte)SlotState.Live;
        Link(index);
        _live++;
        if (_countsBySize[sizeClass]++ == 0)
        {
            RefreshSizes();
        }
    }

    [RequiresLock(nameof(_gate))]
    private int FreeSlot(DomainId domain, ulong virtualBase, byte sizeClass)
    {
        int index = Home(_slots.Length, domain, virtualBase, sizeClass);
        while (_slots[index].State == SlotState.Live)
        {
            index = index + 1 == _slots.Length ? 0 : index + 1;
        }

        return index;
    }

    [RequiresLock(nameof(_gate))]
    private void EvictOne()
    {
        while (_slots[_evictionHand].State != SlotState.Live)
        {
            _evictionHand = _evictionHand + 1 == _slots.Length ? 0 : _evictionHand + 1;
        }

        RemoveAt(_evictionHand);
    }

    // At most a quarter full afterwards, so that removed slots are swept away at a cost that the insertions in between have paid for.
    [RequiresLock(nameof(_gate))]
    private void Rebuild()
    {
        Slot[] old = _slots;
        int length = old.Length;
        while ((_live + 1) * 4L > length)
        {
            length *= 2;
        }

        foreach (DomainChain[]? chunk in _chains)
        {
            if (chunk is not null)
            {
                Array.Fill(chunk, new DomainChain { First = None });
            }
        }

        _slots = new Slot[length];
        _occupied = _live;
        _evictionHand = 0;
        foreach (ref readonly Slot slot in old.AsSpan())
        {
            if (slot.State == SlotState.Live)
            {
                int index = FreeSlot(new DomainId(slot.Domain), slot.VirtualBase, slot.SizeClass);
                _slots[index] = slot;
                Link(index);
            }
        }
    }

    [RequiresLock(nameof(_gate))]
    private void RefreshSizes()
    {
        var sizes = new List<ulong>(SizeClasses);
        for (int sizeClass = 0; sizeClass < SizeClasses; sizeClass++)
        {
            if (_countsBySize[sizeClass] > 0)
            {
                sizes.Add(SizeOfClass[sizeClass]);
            }
        }

        _sizes = [.. sizes];
    }
}
