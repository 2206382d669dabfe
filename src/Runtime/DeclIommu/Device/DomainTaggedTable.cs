using System.Runtime.CompilerServices;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>A hash table of address regions of any power-of-two size, tagged by domain, with the regions of one domain linked.</summary>
/// <remarks>
/// A lookup takes no lock: it reads between two readings of a version, and takes the lock only if a writer came in between. Writers hold the gate.
/// Removing a whole domain costs time proportional to the regions of that domain; removing a range costs at most that.
/// An insertion names the generation that was read before its region was looked up in memory, and is dropped if a removal has come since:
/// a translation read from tables that have changed meanwhile is never kept.
/// </remarks>
internal sealed partial class DomainTaggedTable
{
    private const int FirstLength = 256;
    private const int SizeClasses = 64;
    private const ulong UpperHalf = 0x1_0000_0000;

    private readonly object _gate = new();
    private readonly int _capacity;

    [GuardedBy(nameof(_gate))]
    private volatile Slot[] _slots = new Slot[FirstLength];

    // Next and previous of the same domain: apart from the slots, because lookups do not need them.
    [GuardedBy(nameof(_gate))]
    private Link[] _links = new Link[FirstLength];

    // The sizes that occur, smallest first; never changed in place.
    [GuardedBy(nameof(_gate))]
    private volatile RegionSize[] _sizes = [];

    [WriteGuardedBy(nameof(_gate))]
    private volatile int _version;

    [WriteGuardedBy(nameof(_gate))]
    private volatile int _generation;

    [GuardedBy(nameof(_gate))]
    private readonly int[] _countsBySize = new int[SizeClasses];

    [GuardedBy(nameof(_gate))]
    private readonly DomainChain[]?[] _chains = new DomainChain[ChainsPerChunk][];

    [GuardedBy(nameof(_gate))]
    private int _live;

    [GuardedBy(nameof(_gate))]
    private int _occupied;

    [GuardedBy(nameof(_gate))]
    private int _evictionHand;

    /// <summary>Creates an empty table.</summary>
    /// <param name="capacity">The number of regions, at least 1, past which an insertion evicts another region.</param>
    internal DomainTaggedTable(int capacity) => _capacity = capacity;

    /// <summary>The number of regions held.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _live;
            }
        }
    }

    /// <summary>Counts the removals: read it before memory is consulted, hand it to <see cref="Insert"/>.</summary>
    internal int Generation => _generation;

    /// <summary>Finds the smallest region that contains an address.</summary>
    internal bool TryFind(DomainId domain, ulong address, out TaggedRegion region) =>
        TryProbe(domain, address, out bool found, out region) ? found : ProbeInLock(domain, address, out region);

    // Apart, so that lookups that meet no writer keep all they have in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ProbeInLock(DomainId domain, ulong address, out TaggedRegion region)
    {
        lock (_gate)
        {
            return Probe(_slots, _sizes, domain, address, out region);
        }
    }

    /// <summary>Gives all regions, in no particular order.</summary>
    internal TaggedRegion[] Snapshot()
    {
        lock (_gate)
        {
            var regions = new TaggedRegion[_live];
            int next = 0;
            foreach (ref readonly Slot slot in _slots.AsSpan())
            {
                if (CachedKey.FromRaw(slot.Key).IsLive)
                {
                    regions[next++] = ToRegion(slot);
                }
            }

            return regions;
        }
    }

    [UncheckedLocking("Between two equal readings of an even version no writer held the gate.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryProbe(DomainId domain, ulong address, out bool found, out TaggedRegion region)
    {
        int version = _version;
        if (!int.IsEvenInteger(version))
        {
            found = false;
            region = default;
            return false;
        }

        found = Probe(_slots, _sizes, domain, address, out region);
        return _version == version;
    }

    private static bool Probe(Slot[] slots, RegionSize[] sizes, DomainId domain, ulong address, out TaggedRegion region)
    {
        foreach (RegionSize size in sizes)
        {
            ulong virtualBase = size.AlignDown(address);
            if (Find(slots, domain, size.KeyAt(virtualBase), out ulong target) >= 0)
            {
                CachedTarget found = CachedTarget.FromRaw(target);
                region = new TaggedRegion(domain, virtualBase, size.Bytes, found.PhysicalBase, found.Permissions) { Traits = found.Traits };
                return true;
            }
        }

        region = default;
        return false;
    }

    // A lookup without the lock may read a table torn by a writer: it ends all the same, and the version tells that what it found is void.
    // Both words are read with acquire semantics, so that the version is read after them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(Slot[] slots, DomainId domain, ulong key, out ulong target)
    {
        int index = Home(slots.Length, domain, key);
        for (int step = 0; step < slots.Length; step++)
        {
            ref Slot slot = ref slots[index];
            ulong held = Volatile.Read(ref slot.Key);
            if (held == key)
            {
                target = Volatile.Read(ref slot.Target);
                if (CachedTarget.FromRaw(target).DomainId == domain)
                {
                    return index;
                }
            }
            else if (held == Empty)
            {
                break;
            }

            index = index + 1 == slots.Length ? 0 : index + 1;
        }

        target = 0;
        return None;
    }

    // Odd multipliers spread page, size and domain over the upper 32 bits; the product with the length maps those evenly onto the slots.
    private static int Home(int length, DomainId domain, ulong key)
    {
        ulong mixed = (key * 0x9E37_79B9_7F4A_7C15) + (domain.Value * 0xD6E8_FEB8_6659_FD93);
        return (int)(mixed / UpperHalf * (uint)length / UpperHalf);
    }
}
