using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CsCheck;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>Damaged host tables in memory of two kinds: walks are compiled for each.</summary>
public sealed class WalkMemoryProperties
{
    private const int Levels = 4;
    private const int TablesPerLevel = 3;
    private const ulong Base = 0x1_0000_0000;
    private const ulong Size = Levels * TablesPerLevel * 4096;

    private static readonly DomainId Domain = new(7);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_walk_through_memory_of_any_kind_ends_as_one_through_flat_memory_and_leaves_the_same_bits(bool caches)
    {
        ConcurrentDictionary<DmaOutcome, bool> seen = new();
        Gen.Int.Sample(seed => Compare(new Random(seed), caches, seen), iter: 300);
        DmaOutcome[] outcomes = [DmaOutcome.Translated, DmaOutcome.NotPresent, DmaOutcome.AddressOutOfRange, DmaOutcome.IllegalPageTableEntry, DmaOutcome.PageTableUnreadable];
        Assert.Equal(outcomes.Order(), seen.Keys.Order());
    }

    private static void Compare(Random random, bool caches, ConcurrentDictionary<DmaOutcome, bool> seen)
    {
        PhysicalMemory flat = new(Size, Base);
        Span<ulong> words = WordsOf(flat);
        for (int word = 0; word < words.Length; word++)
        {
            words[word] = Damaged(EntryOf(1 + (word / 512 % Levels), random), random);
        }

        PhysicalMemory copy = new(Size, Base);
        words.CopyTo(WordsOf(copy));
        HostPageTableWalker ofFlat = new(flat, caches ? new PageDirectoryCache(int.MaxValue) : null);
        HostPageTableWalker ofAny = new(new PagewiseMemory(copy), caches ? new PageDirectoryCache(int.MaxValue) : null);
        bool setsAccessed = random.Next(2) == 0;
        bool setsDirty = setsAccessed && random.Next(2) == 0;
        HostTable root = new(TableOf(Levels, random), Levels, Permissions.ReadWrite);
        ulong[] addresses = [.. Enumerable.Range(0, 12).Select(_ => Address(random))];
        for (int walk = 0; walk < 100; walk++)
        {
            ulong address = addresses[random.Next(addresses.Length)];
            HostAccess access = new((Permissions)random.Next(4), (Permissions)random.Next(4), setsAccessed, setsDirty);
            DmaOutcome expected = ofFlat.Walk(Domain, root, address, access, out TaggedRegion expectedPage, out ulong expectedEntry);
            DmaOutcome actual = ofAny.Walk(Domain, root, address, access, out TaggedRegion page, out ulong entry);
            Assert.Equal((expected, expectedPage, expectedEntry), (actual, page, entry));
            seen[expected] = true;
        }

        Assert.True(WordsOf(flat).SequenceEqual(WordsOf(copy)), "The accessed and dirty bits differ.");
    }

    // A directory that leads to the next level or past some, or a page of either kind.
    private static HostPageTableEntry EntryOf(int level, Random random)
    {
        HostPageTableEntry entry = new() { IsPresent = true, ReadAllowed = random.Next(8) != 0, WriteAllowed = random.Next(4) != 0, Accessed = random.Next(2) == 0 };
        int next = random.Next(3) == 0 ? random.Next(level) : level - 1;
        if (next > 0)
        {
            return entry with { NextLevel = (byte)next, Address = TableOf(next, random) };
        }

        entry.Dirty = random.Next(2) == 0;
        int bits = 12 + (9 * (level - 1));
        return random.Next(2) == 0
            ? entry with { Address = (ulong)random.Next(4) << bits }
            : entry with { NextLevel = HostPageTableEntry.SizedPage, Range = PageRange.Covering(0, 1UL << random.Next(bits + 1, bits + 9)) };
    }

    // A bit, any level, a table that is not there; most entries stay whole.
    private static ulong Damaged(HostPageTableEntry entry, Random random) => random.Next(24) switch
    {
        0 => entry.ToRaw() ^ (1UL << random.Next(64)),
        1 => (entry with { NextLevel = (byte)random.Next(8) }).ToRaw(),
        2 => (entry with { Address = random.Next(2) == 0 ? Base + Size : Base - 4096 }).ToRaw(),
        3 => 0,
        _ => entry.ToRaw(),
    };

    private static ulong TableOf(int level, Random random) => Base + (ulong)(((random.Next(TablesPerLevel) * Levels) + level - 1) * 4096);

    // Zeros for some levels, which entries may skip; now and then beyond the tables.
    private static ulong Address(Random random)
    {
        ulong address = (ulong)random.Next(4096);
        for (int level = 1; level <= Levels; level++)
        {
            address |= (random.Next(2) == 0 ? 0 : (ulong)random.Next(512)) << (3 + (9 * level));
        }

        return random.Next(10) == 0 ? address | (1UL << random.Next(48, 64)) : address;
    }

    private static Span<ulong> WordsOf(PhysicalMemory memory)
    {
        Assert.True(memory.TryGetSpan(Base, (int)Size, out Span<byte> bytes));
        return MemoryMarshal.Cast<byte, ulong>(bytes);
    }
}
