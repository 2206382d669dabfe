using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <content>The slots, and the chains that link the slots of one domain.</content>
internal sealed partial class DomainTaggedTable
{
    private const int ChainsPerChunk = 256;
    private const int None = -1;

    private static readonly ulong[] SizeOfClass = SizesByDoubling();

    private enum SlotState : byte
    {
        Empty,
        Live,
        Removed,
    }

    private static ulong[] SizesByDoubling()
    {
        var sizes = new ulong[SizeClasses];
        sizes[0] = 1;
        for (int sizeClass = 1; sizeClass < SizeClasses; sizeClass++)
        {
            sizes[sizeClass] = sizes[sizeClass - 1] * 2;
        }

        return sizes;
    }

    [RequiresLock(nameof(_gate))]
    private ref DomainChain ChainOf(DomainId domain)
    {
        DomainChain[] chunk = _chains[domain.Value / ChainsPerChunk] ??= NewChunk();
        return ref chunk[domain.Value % ChainsPerChunk];
    }

    private static DomainChain[] NewChunk()
    {
        var chunk = new DomainChain[ChainsPerChunk];
        Array.Fill(chunk, new DomainChain { First = None });
        return chunk;
    }

    [RequiresLock(nameof(_gate))]
    private void Link(int index)
    {
        ref Slot slot = ref _slots[index];
        ref DomainChain chain = ref ChainOf(new DomainId(slot.Domain));
        slot.Previous = None;
        slot.Next = chain.First;
        if (chain.First != None)
        {
            _slots[chain.First].Previous = index;
        }

        chain.First = index;
        chain.Count++;
    }

    [RequiresLock(nameof(_gate))]
    private void Unlink(int index)
    {
        ref Slot slot = ref _slots[index];
        ref DomainChain chain = ref ChainOf(new DomainId(slot.Domain));
        if (slot.Previous == None)
        {
            chain.First = slot.Next;
        }
        else
        {
            _slots[slot.Previous].Next = slot.Next;
        }

        if (slot.Next != None)
        {
            _slots[slot.Next].Previous = slot.Previous;
        }

        chain.Count--;
    }

    // 32 bytes: two slots a cache line.
    private struct Slot
    {
        public ulong VirtualBase;
        public ulong PhysicalBase;
        public int Next;
        public int Previous;
        public ushort Domain;
        public byte SizeClass;
        public byte Permissions;
        public byte StateCode;

        public readonly SlotState State => (SlotState)StateCode;

        public readonly TaggedRegion ToRegion() => new(new DomainId(Domain), VirtualBase, SizeOfClass[SizeClass], PhysicalBase, (Permissions)Permissions);
    }

    private struct DomainChain
    {
        public int First;
        public int Count;
    }
}
