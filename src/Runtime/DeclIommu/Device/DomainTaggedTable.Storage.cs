using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <content>The slots, and the chains that link the slots of one domain.</content>
internal sealed partial class DomainTaggedTable
{
    private const int ChainsPerChunk = 256;
    private const int None = -1;
    private const ulong Empty = 0;

    private static readonly RegionSize[] SizeOfClass = SizesByDoubling();

    private static RegionSize[] SizesByDoubling()
    {
        var sizes = new RegionSize[SizeClasses];
        ulong bytes = 1;
        for (int sizeClass = 0; sizeClass < SizeClasses; sizeClass++)
        {
            sizes[sizeClass] = new RegionSize(bytes, sizeClass);
            bytes *= 2;
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
    private void Chain(int index)
    {
        ref DomainChain chain = ref ChainOf(CachedTarget.FromRaw(_slots[index].Target).DomainId);
        _links[index] = new Link { Previous = None, Next = chain.First };
        if (chain.First != None)
        {
            _links[chain.First].Previous = index;
        }

        chain.First = index;
        chain.Count++;
    }

    [RequiresLock(nameof(_gate))]
    private void Unchain(int index)
    {
        Link link = _links[index];
        ref DomainChain chain = ref ChainOf(CachedTarget.FromRaw(_slots[index].Target).DomainId);
        if (link.Previous == None)
        {
            chain.First = link.Next;
        }
        else
        {
            _links[link.Previous].Next = link.Next;
        }

        if (link.Next != None)
        {
            _links[link.Next].Previous = link.Previous;
        }

        chain.Count--;
    }

    private static TaggedRegion ToRegion(in Slot slot)
    {
        CachedKey key = CachedKey.FromRaw(slot.Key);
        CachedTarget target = CachedTarget.FromRaw(slot.Target);
        return new TaggedRegion(target.DomainId, key.VirtualBase, SizeOfClass[key.SizeClass].Bytes, target.PhysicalBase, target.Permissions) { Traits = target.Traits };
    }

    // Four slots a cache line, and none across two. A CachedKey and a CachedTarget, as words because they are read one by one.
    private struct Slot
    {
        public ulong Key;
        public ulong Target;
    }

    private struct Link
    {
        public int Next;
        public int Previous;
    }

    private struct DomainChain
    {
        public int First;
        public int Count;
    }
}
