using CsCheck;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Device;

/// <summary>Guest tables full of random entries, that lead to each other, to nowhere, and in circles, under random host tables.</summary>
public sealed class GuestWalkProperties
{
    private const ulong Pages = 48;

    // The last pages may hold guest CR3 tables. No entry leads there: a bit that a walk sets would be a reserved one of theirs, and what is cached hides that.
    private const ulong Cr3Pages = 3;
    private const ulong GuestMemory = 0x40_0000;
    private const ulong Cr3Tables = 0x60_0000;

    private static readonly DeviceId Disk = new(0x0108);

    private static readonly ExtendedFeatureRegister Features = new()
    {
        GuestTranslationSupported = true,
        GuestIoSupported = true,
        GuestPageTableLevels = GuestPageTableLevels.Five,
        GuestCr3TableLevels = GuestCr3TableLevels.Three,
        MaximumPasidBits = 19,
        HostAccessedSupported = true,
        HostDirtySupported = true,
        HostPageTableLevels = HostPageTableLevels.Six,
    };

    [Theory]
    [InlineData(CacheBehavior.Adversarial, true)]
    [InlineData(CacheBehavior.Adversarial, false)]
    [InlineData(CacheBehavior.Ordinary, true)]
    [InlineData(CacheBehavior.Ordinary, false)]
    public void Every_walk_gives_what_the_text_of_the_specification_gives_and_leaves_the_same_bits(CacheBehavior caching, bool hasFlatMemory) =>
        Gen.Int.Sample(seed => Compare(new Random(seed), caching, hasFlatMemory), iter: 400);

    private static void Compare(Random random, CacheBehavior caching, bool hasFlatMemory)
    {
        bool isNested = random.Next(4) != 0;
        bool marksHost = isNested && random.Next(2) == 0;
        bool marksGuest = random.Next(3) != 0;
        bool cr3IsGuestPhysical = isNested && random.Next(2) == 0;
        ControlRegister control = ControlRegister.FromRaw(RegisterOffsets.ControlOfRunningDriver);
        control.GuestTranslationEnabled = true;
        control.GuestCr3TablePointerTranslated = cr3IsGuestPhysical;
        control.HostAccessUpdateMode = (byte)(marksHost ? 3 : 0);
        control.GuestDirtyUpdateDisabled = !marksGuest;
        control.GuestAccessUpdateDisabled = !marksGuest;
        using var machine = new Machine(
            new IommuDeviceOptions
            {
                ExecutionMode = ExecutionMode.Stepped,
                Caching = caching,
                TranslationCacheCapacity = 2,
                ExtendedFeatures = Features with { GuestAccessUpdateDisableSupported = true },
                ExtendedFeatures2 = new ExtendedFeature2Register { GuestCr3TablePointerTranslationSupported = true },
            },
            control.ToRaw(),
            hasFlatMemory);
        ulong hostRoot = machine.NewTable();
        ulong Physical(ulong page) => GuestMemory + (page * 4096);
        ulong Guest(ulong page) => isNested ? page * 4096 : Physical(page);
        for (ulong page = 0; isNested && page < Pages; page++)
        {
            // Guest pages lie in reverse order, so that no address means the same on both sides.
            Permissions permissions = random.Next(12) switch { 0 => Permissions.Read, 1 => Permissions.Write, 2 => Permissions.None, _ => Permissions.ReadWrite };
            if (random.Next(20) != 0)
            {
                machine.Map(hostRoot, page * 4096, Physical(Pages - 1 - page), permissions);
            }
        }

        for (ulong word = 0; word < Pages * 512; word++)
        {
            machine.WriteWord(GuestMemory + (word * 8), random.Next(3) == 0 ? 0 : Entry(random, Guest));
        }

        int cr3Levels = random.Next(1, 4);
        ulong cr3 = FillCr3(machine, random, cr3Levels, cr3IsGuestPhysical ? Guest : null, Guest);
        NaiveSetup setup = new(
            isNested ? 3 : 0, hostRoot, cr3, cr3Levels, cr3IsGuestPhysical, random.Next(4, 6), marksGuest, marksHost, random.Next(5) == 0 ? Permissions.Read : Permissions.ReadWrite);
        machine.SetEntry(Disk, EntryFor(setup));
        PhysicalMemory copy = new(Machine.MemorySize);
        machine.Bytes(0, (int)Machine.MemorySize).CopyTo(BytesOf(copy));
        NaiveTranslation naive = new(copy, setup);
        ulong[] addresses = [.. Enumerable.Range(0, 12).Select(_ => Address(random, setup.GuestLevels))];
        for (int request = 0; request < 150; request++)
        {
            uint pasid = (uint)random.Next(3);
            ulong address = addresses[random.Next(addresses.Length)] + (ulong)random.Next(8);
            Permissions access = (Permissions)random.Next(1, 4);
            DmaResult actual = machine.Device.Translate(Disk, new Pasid(pasid), address, access);
            Assert.Equal(naive.Translate(pasid, address, access), (actual.Outcome, actual.PhysicalAddress, actual.PageSize, actual.Permissions));
        }

        // Whatever walks leave in memory lies between the tables of the host and those of the guest.
        const int First = 0x10_0000;
        const int Last = 0x70_0000;
        Assert.True(machine.Bytes(First, Last - First).SequenceEqual(BytesOf(copy)[First..Last]), "The accessed and dirty bits differ.");
    }

    private static DeviceTableEntry EntryFor(NaiveSetup setup)
    {
        DeviceTableEntry entry = Machine.EntryOf(7, setup.HostLevels == 0 ? 0 : setup.HostRoot, (PagingMode)setup.HostLevels, setup.EntryPermissions);
        entry.HostAccessDirty = setup.MarksHost ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None;
        entry.GuestTranslationValid = true;
        entry.GuestCr3TableRoot = setup.GuestCr3;
        entry.GuestCr3Levels = (GuestCr3TableLevels)(setup.Cr3Levels - 1);
        entry.GuestPagingMode = setup.GuestLevels == 5 ? GuestPagingMode.FiveLevels : GuestPagingMode.FourLevels;
        return entry;
    }

    private static ulong Entry(Random random, Func<ulong, ulong> guest)
    {
        GuestPageTableEntry entry = new()
        {
            IsPresent = true,
            IsWritable = random.Next(8) != 0,
            IsUser = random.Next(12) != 0,
            Accessed = random.Next(2) == 0,
            Dirty = random.Next(2) == 0,
            NoExecute = random.Next(2) == 0,
            IsLargePage = random.Next(6) == 0,
            Address = random.Next(10) switch
            {
                0 => 0x20_0000UL * (ulong)random.Next(3),
                1 => 0x4000_0000UL * (ulong)random.Next(2),
                2 => guest(Pages + 3),
                _ => guest((ulong)random.Next((int)(Pages - Cr3Pages))),
            },
        };
        return entry.ToRaw();
    }

    // A tree in which the first PASIDs have roots: at the places of the guest's own pages, or apart from them.
    private static ulong FillCr3(Machine machine, Random random, int levels, Func<ulong, ulong>? inGuest, Func<ulong, ulong> guest)
    {
        ulong next = 0;
        for (int level = 0; level < levels; level++)
        {
            ulong page = Pages - 1 - (ulong)level;
            ulong physical = inGuest is null ? Cr3Tables + ((ulong)level * 4096) : GuestMemory + ((Pages - 1 - page) * 4096);
            for (ulong index = 0; index < 3; index++)
            {
                ulong root = level == 0 ? guest((ulong)random.Next((int)Pages - 4)) : next;
                ulong broken = random.Next(15) == 0 ? 0x800UL : 0;
                machine.WriteWord(physical + (index * 8), random.Next(10) == 0 ? 0 : root | 1 | broken);
            }

            next = inGuest is null ? physical : inGuest(page);
        }

        return next;
    }

    private static ulong Address(Random random, int levels)
    {
        ulong address = 0;
        for (int level = 1; level <= levels; level++)
        {
            address |= (ulong)random.Next(512) << (3 + (9 * level));
        }

        int bits = 12 + (9 * levels);
        return random.Next(10) == 0 ? address | (1UL << random.Next(bits, 64)) : (ulong)((long)(address << (64 - bits)) >> (64 - bits));
    }

    private static Span<byte> BytesOf(PhysicalMemory memory)
    {
        Assert.True(memory.TryGetSpan(0, (int)Machine.MemorySize, out Span<byte> bytes));
        return bytes;
    }
}
