using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>Page table entries are written as raw words here: PR bit 0, NextLevel 11:9, address 51:12, IR bit 61, IW bit 62.</summary>
public sealed class HostWalkTests : IDisposable
{
    private const ulong Present = 1;
    private const ulong ReadWrite = 0x6000_0000_0000_0000;
    private const ulong ReadOnly = 0x2000_0000_0000_0000;
    private const ulong WriteOnly = 0x4000_0000_0000_0000;

    private static readonly DeviceId Disk = new(0x0020);

    private readonly Machine _machine = new(Machine.Stepped);
    private readonly ulong _root;

    public HostWalkTests() => _root = _machine.NewTable();

    public void Dispose() => _machine.Dispose();

    private static ulong Level(int next) => (ulong)next * 0x200;

    private void Attach(PagingMode mode, Permissions permissions = Permissions.ReadWrite) => _machine.Attach(Disk, 1, _root, mode, permissions);

    private DmaResult Translate(ulong iova, Permissions access = Permissions.Read) => _machine.Device.Translate(Disk, iova, access);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Each_paging_mode_walks_that_many_levels(int levels)
    {
        ulong table = _root;
        ulong iova = 0x1234_5678_9ABC_DDEF;
        iova = levels == 6 ? iova : iova % (1ul << (12 + (9 * levels)));
        for (int level = levels; level > 1; level--)
        {
            ulong next = _machine.NewTable();
            _machine.WriteWord(table + IndexAt(iova, level), next | Level(level - 1) | ReadWrite | Present);
            table = next;
        }

        _machine.WriteWord(table + IndexAt(iova, 1), 0x7_7000 | ReadWrite | Present);
        Attach((PagingMode)levels);

        Assert.Equal(new DmaResult(DmaOutcome.Translated, 0x7_7000 + (iova % 4096), 4096, Permissions.ReadWrite), Translate(iova));
    }

    [Theory]
    [InlineData(1, 0x20_0000ul)]
    [InlineData(2, 0x4000_0000ul)]
    [InlineData(3, 0x80_0000_0000ul)]
    [InlineData(4, 0x1_0000_0000_0000ul)]
    [InlineData(5, 0x200_0000_0000_0000ul)]
    public void An_address_above_the_range_of_the_mode_faults(int levels, ulong beyond)
    {
        for (ulong index = 0; index < 512; index++)
        {
            _machine.WriteWord(_root + (index * 8), ReadWrite | Present);
        }

        Attach((PagingMode)levels);

        Assert.Equal(DmaOutcome.Translated, Translate(beyond - 1).Outcome);
        Assert.Equal(DmaOutcome.AddressOutOfRange, Translate(beyond).Outcome);
        Assert.Equal(DmaOutcome.AddressOutOfRange, Translate(ulong.MaxValue).Outcome);
    }

    [Theory]
    [InlineData(1, 0x1000ul)]
    [InlineData(2, 0x20_0000ul)]
    [InlineData(3, 0x4000_0000ul)]
    public void A_page_with_next_level_0_has_the_size_of_its_level(int level, ulong size)
    {
        _machine.WriteWord(_root + 8, 0x40_0000_0000 | ReadWrite | Present);
        Attach((PagingMode)level);

        Assert.Equal(new DmaResult(DmaOutcome.Translated, 0x40_0000_0123, size, Permissions.ReadWrite), Translate(size + 0x123));
    }

    [Theory]
    [InlineData(1, 0x2000ul, 0x2000ul, 0x2000ul)]
    [InlineData(1, 0x1_7000ul, 0x1_0000ul, 0x1_0000ul)]
    [InlineData(2, 0x5F_F000ul, 0x40_0000ul, 0x40_0000ul)]
    [InlineData(3, 0x10_7FFF_F000ul, 0x10_0000_0000ul, 0x1_0000_0000ul)]
    public void A_page_with_next_level_7_has_the_size_in_its_address(int level, ulong address, ulong physical, ulong size)
    {
        for (ulong index = 0; index < 16; index++)
        {
            _machine.WriteWord(_root + (index * 8), address | Level(7) | ReadWrite | Present);
        }

        Attach((PagingMode)level);

        Assert.Equal(new DmaResult(DmaOutcome.Translated, physical + size - 1, size, Permissions.ReadWrite), Translate(size - 1));
    }

    [Theory]
    [InlineData(1, 0x0F_F000ul)] // 2 MiB in a table of 4 KiB pages: the default size of the next level
    [InlineData(2, 0x0F_F000ul)] // 2 MiB in a table of 2 MiB pages: the default size of its own level
    [InlineData(2, 0x1_7000ul)] // 64 KiB in a table of 2 MiB pages
    [InlineData(2, 0x1FFF_F000ul)] // 1 GiB in a table of 2 MiB pages
    [InlineData(6, 0xF_FFFF_FFFF_F000ul)] // more than the address field can say
    public void A_sized_page_that_does_not_fit_its_level_faults_as_reserved(int level, ulong address)
    {
        _machine.WriteWord(_root, address | Level(7) | ReadWrite | Present);
        Attach((PagingMode)level);

        Assert.Equal(DmaOutcome.IllegalPageTableEntry, Translate(0).Outcome);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 6)]
    [InlineData(6, 6)]
    public void A_next_level_that_is_not_lower_faults_as_reserved(int level, int next)
    {
        _machine.WriteWord(_root, _root | Level(next) | ReadWrite | Present);
        Attach((PagingMode)level);

        Assert.Equal(DmaOutcome.IllegalPageTableEntry, Translate(0).Outcome);
        // Code 2, PR bit 52, RZ bit 55, domain 1, device 0x20.
        Assert.Equal(0x2090_0001_0000_0020ul, (ulong)Assert.Single(_machine.Events()));
    }

    [Theory]
    [InlineData(58)]
    [InlineData(57)]
    [InlineData(52)]
    public void A_reserved_bit_of_a_page_faults_as_reserved(int bit)
    {
        _machine.WriteWord(_root, (1ul << bit) | ReadWrite | Present);
        Attach(PagingMode.OneLevel);

        Assert.Equal(DmaOutcome.IllegalPageTableEntry, Translate(0).Outcome);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(52)]
    [InlineData(59)]
    [InlineData(60)]
    public void A_reserved_bit_of_a_directory_faults_as_reserved(int bit)
    {
        _machine.WriteWord(_root, (1ul << bit) | _machine.NewTable() | Level(1) | ReadWrite | Present);
        Attach(PagingMode.TwoLevels);

        Assert.Equal(DmaOutcome.IllegalPageTableEntry, Translate(0).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(63)]
    public void An_ignored_bit_does_no_harm(int bit)
    {
        ulong table = _machine.NewTable();
        _machine.WriteWord(_root, (1ul << bit) | table | Level(1) | ReadWrite | Present);
        _machine.WriteWord(table, (1ul << bit) | 0x9000 | ReadWrite | Present);
        Attach(PagingMode.TwoLevels);

        Assert.Equal(0x9000ul, Translate(0).PhysicalAddress);
    }

    [Fact]
    public void A_level_that_is_skipped_asks_for_zeros_in_its_part_of_the_address()
    {
        ulong table = _machine.NewTable();
        _machine.WriteWord(_root, table | Level(1) | ReadWrite | Present);
        for (ulong index = 0; index < 512; index++)
        {
            _machine.WriteWord(table + (index * 8), 0x9000 | ReadWrite | Present);
        }

        Attach(PagingMode.FourLevels);

        Assert.Equal(0x9123ul, Translate(0x1F_F123).PhysicalAddress);
        Assert.Equal(DmaOutcome.AddressOutOfRange, Translate(0x20_0000).Outcome);
        Assert.Equal(DmaOutcome.AddressOutOfRange, Translate(0x4000_0000).Outcome);
        Assert.Equal(DmaOutcome.NotPresent, Translate(0x80_0000_0000).Outcome);
    }

    [Theory]
    [InlineData(ReadWrite, ReadWrite, Permissions.ReadWrite, Permissions.ReadWrite)]
    [InlineData(ReadOnly, ReadWrite, Permissions.ReadWrite, Permissions.Read)]
    [InlineData(ReadWrite, WriteOnly, Permissions.ReadWrite, Permissions.Write)]
    [InlineData(ReadWrite, ReadWrite, Permissions.Write, Permissions.Write)]
    [InlineData(ReadOnly, WriteOnly, Permissions.ReadWrite, Permissions.None)]
    [InlineData(ReadWrite, ReadOnly, Permissions.Write, Permissions.None)]
    public void Permissions_are_those_that_the_entry_and_every_level_give(ulong directory, ulong page, Permissions device, Permissions expected)
    {
        ulong table = _machine.NewTable();
        _machine.WriteWord(_root, table | Level(1) | directory | Present);
        _machine.WriteWord(table, 0x9000 | page | Present);
        Attach(PagingMode.TwoLevels, device);

        foreach (string round in (string[])["walked", "cached"])
        {
            Assert.True(expected == Translate(0, Permissions.None).Permissions, round);
            foreach (Permissions access in (Permissions[])[Permissions.Read, Permissions.Write, Permissions.ReadWrite])
            {
                DmaOutcome outcome = (expected & access) == access ? DmaOutcome.Translated : DmaOutcome.PermissionDenied;
                Assert.Equal(outcome, Translate(0, access).Outcome);
            }
        }
    }

    [Fact]
    public void A_table_outside_of_memory_is_a_hardware_error_at_the_entry_asked_for()
    {
        _machine.WriteWord(_root, 0xF_0000_0000_0000 | Level(1) | ReadWrite | Present);
        Attach(PagingMode.TwoLevels);

        Assert.Equal(DmaOutcome.PageTableUnreadable, Translate(0x5000).Outcome);
        UInt128 logged = Assert.Single(_machine.Events());
        Assert.Equal(0xF_0000_0000_0028ul, (ulong)(logged >> 64));
        Assert.Equal(0x4200_0001_0000_0020ul, (ulong)logged);
    }

    private static ulong IndexAt(ulong iova, int level) => (iova >> (12 + (9 * (level - 1)))) % 512 * 8;
}
