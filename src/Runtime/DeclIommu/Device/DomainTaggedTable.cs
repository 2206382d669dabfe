using System.Numerics;
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

    private readonly object _gate = new();
    private readonly int _capacity;

    [WriteGuardedBy(nameof(_gate))]
    private volatile Slot[] _slots = new Slot[FirstLength];

    // The sizes that occur, smallest first; never changed in place.
    [WriteGuardedBy(nameof(_gate))]
    private volatile ulong[] _sizes = [];

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
    internal bool TryFind(DomainId domain, ulong address, out TaggedRegion region)
    {
        int version = _version;
        if (int.IsEvenInteger(version))
        {
            bool found = Probe(domain, address, out region);
            if (_version == version)
            {
                return found;
            }
        }

        lock (_gate)
        {
            return Probe(domain, address, out region);
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
                if (slot.State == SlotState.Live)
                {
                    regions[next++] = slot.ToRegion();
                }
            }

            return regions;
        }
    }

    private bool Probe(DomainId domain, ulong address, out TaggedRegion region)
    {
        Slot[] slots = _slots;
        foreach (ulong size in _sizes)
        {
            ulong virtualBase = AlignDown(address, size);
            int index = Find(slots, domain, virtualBase, SizeClass(size));
            if (index >= 0)
            {
                ref Slot slot = ref slots[index];
                region = new TaggedRegion(domain, virtualBase, size, Volatile.Read(ref slot.PhysicalBase), (Permissions)Volatile.Read(ref slot.Permissions));
                return true;
            }
        }

        region = default;
        return false;
    }

    // A lookup without the lock may read a table torn by a writer: it ends all the same, and the version tells that what it found is void.
    // Every field is read with acquire semantics, so that the version is read after all of them.
    private static int Find(Slot[] slots, DomainId domain, ulong virtualBase, byte sizeClass)
    {
        int index = Home(slots.Length, domain, virtualBase, sizeClass);
        for (int step = 0; step < slots.Length; step++)
        {
            ref Slot slot = ref slots[index];
            byte state = Volatile.Read(ref slot.StateCode);
            if (state == (byte)SlotState.Empty)
            {
                break;
            }

            if (Volatile.Read(ref slot.VirtualBase) == virtualBase
                && Volatile.Read(ref slot.Domain) == domain.Value
                && Volatile.Read(ref slot.SizeClass) == sizeClass
                && state == (byte)SlotState.Live)
            {
                return index;
            }

            index = index + 1 == slots.Length ? 0 : index + 1;
        }

        return -1;
    }

    private static int Home(int length, DomainId domain, ulong virtualBase, byte sizeClass)
    {
        // Odd multipliers spread page, domain and size over 64 bits; the high half of a product with the length maps them evenly onto the slots.
        ulong mixed = ((virtualBase / 4096) * 0x9E37_79B9_7F4A_7C15) + (domain.Value * 0xD6E8_FEB8_6659_FD93) + (sizeClass * 0xC2B2_AE3D_27D4_EB4F);
        return (int)Math.BigMul(mixed ^ BitOperations.RotateRight(mixed, 32), (ulong)length, out _);
    }

    private static byte SizeClass(ulong size) => (byte)BitOperations.Log2(size);

    private static ulong AlignDown(ulong address, ulong size) => address & (0 - size);
}
