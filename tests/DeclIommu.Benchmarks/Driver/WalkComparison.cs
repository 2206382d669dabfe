using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Holds the walks in C to do all that ours do: both walk the same damaged tables, and must give the same outcome, page and entry, and leave the same bits behind.</summary>
internal static unsafe class WalkComparison
{
    private const ulong Size = 0x2_0000;
    private const ulong FirstPage = 0x1_8000;
    private const ulong Reach = 0x100_0000_0000;
    private const int MostDamage = 4;

    // Neighbours at every level, and one beyond what four levels translate.
    private static readonly ulong[] s_guestAddresses = [0, 0x1000, 0x20_0000, 0x4000_0000, 0x7FFF_FFFF_F000];

    private static readonly ulong[] s_before = new ulong[Size / sizeof(ulong)];
    private static readonly ulong[] s_after = new ulong[Size / sizeof(ulong)];

    /// <summary>Compares so many times, each time with other damage.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Run(int rounds)
    {
        WalkTables tables = new(Size, FirstPage, s_guestAddresses);
        ulong[] intact = tables.Words.ToArray();
        int[] entries = [.. Enumerable.Range(0, intact.Length).Where(index => intact[index] != 0)];
        Random random = new(1);
        for (int round = 0; round < rounds; round++)
        {
            intact.CopyTo(tables.Words);
            for (int damage = random.Next(1 + MostDamage); damage > 0; damage--)
            {
                Damage(ref tables.Words[entries[random.Next(entries.Length)]], random);
            }

            DeviceContext context = tables.Context(random.Next(2) == 1, random.Next(2) == 1);
            Permissions wanted = (Permissions)random.Next(1, 4);
            foreach (ulong address in s_guestAddresses)
            {
                Compare(tables, context, address, wanted, isGuest: true);
                Compare(tables, context, WalkTables.GuestPhysical(address % Size), wanted, isGuest: false);
                Compare(tables, context, WalkTables.GuestPhysical(address % Reach), wanted, isGuest: false);
            }

            Compare(tables, context, random.NextUInt64(), wanted, isGuest: true);
            Compare(tables, context, random.NextUInt64(), wanted, isGuest: false);
        }
    }

    private static ulong NextUInt64(this Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    // A bit; the level that an entry leads to; a size in the address; the permissions; a large guest page; bits still to be set.
    private static void Damage(ref ulong word, Random random)
    {
        HostPageTableEntry host = HostPageTableEntry.FromRaw(word);
        GuestPageTableEntry guest = GuestPageTableEntry.FromRaw(word);
        word = random.Next(6) switch
        {
            0 => word ^ (1UL << random.Next(64)),
            1 => (host with { NextLevel = (byte)random.Next(8) }).ToRaw(),
            2 => (host with { NextLevel = HostPageTableEntry.SizedPage, Range = PageRange.Covering(host.Address, 1UL << random.Next(13, 52)) }).ToRaw(),
            3 => (host with { ReadAllowed = random.Next(4) != 0, WriteAllowed = random.Next(2) == 1 }).ToRaw(),
            4 => (guest with { IsLargePage = true, Address = WalkTables.GuestPhysical(random.Next(4) == 0 ? WalkTables.PageSize : 0) }).ToRaw(),
            _ => (guest with { Accessed = false, Dirty = false }).ToRaw(),
        };
    }

    private static void Compare(WalkTables tables, DeviceContext context, ulong address, Permissions wanted, bool isGuest)
    {
        tables.Words.CopyTo(s_before);
        HostPageTableWalker host = new(tables.Memory, null);
        Answer ours = isGuest
            ? new(new GuestPageTableWalker(tables.Memory, null, new GuestPhysicalSpace(host, null)).Walk(context, default, address, wanted, out TaggedRegion page, out ulong place), page, place)
            : new(host.Walk(context.DomainId, context.Root, address, new HostAccess(wanted, Permissions.ReadWrite, context.SetsAccessed, context.SetsDirty), out page, out place), page, place);
        tables.Words.CopyTo(s_after);
        s_before.CopyTo(tables.Words);
        NativeContext native = tables.NativeContext(context);
        page = default;
        place = 0;
        DmaOutcome outcome = (DmaOutcome)(isGuest
            ? NativeWalker.nested_walk(&native, 0, address, (int)wanted, &page, &place)
            : NativeWalker.host_walk(&native, address, (int)wanted, (int)Permissions.ReadWrite, &page, &place));
        Answer inC = new(outcome, page, place);
        if (ours != inC || !tables.Words.SequenceEqual(s_after))
        {
            throw new InvalidOperationException($"The walks of 0x{address:X} for {wanted} disagree: ours {ours}, in C {inC}.");
        }
    }

    private readonly record struct Answer(DmaOutcome Outcome, TaggedRegion Page, ulong Place);
}
