using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

public sealed class LazyGuestPageTableTests : LazyGuestTables
{
    private const uint Pasid = 5;

    private int Sent => Machine.Registers[0].PageInvalidations().Count;

    [Fact]
    public void Unmapping_sends_nothing_until_the_time_is_up_and_neighbours_go_in_common_commands()
    {
        GuestPageTable table = Create(pages: 16);
        foreach (ulong page in new ulong[] { 1, 8, 0, 2, 3 })
        {
            Assert.Equal(0x1000UL, table.Unmap(Address + (page * 0x1000), 0x1000));
        }

        Assert.Equal((0, 16, 5), (Sent, Cached, table.UnconfirmedRanges));
        Time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(0, Sent);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 11, 0), (Machine.Registers[0].TailWrites, Cached, table.UnconfirmedRanges));
        Assert.True(Sent < 5);
    }

    [Fact]
    public void One_range_more_than_may_wait_flushes_them_all()
    {
        GuestPageTable table = Create(pages: 16, most: 2);
        table.Unmap(Address, 0x1000);
        table.Unmap(Address + 0x4000, 0x1000);
        Assert.Equal(0, Sent);
        table.Unmap(Address + 0x8000, 0x1000);
        Assert.Equal((0, 13), (table.UnconfirmedRanges, Cached));
    }

    [Fact]
    public void Mapping_what_waits_flushes_it_first()
    {
        GuestPageTable table = Create(pages: 1);
        table.Unmap(Address, 0x1000);
        table.Map(Address, Target + 0x8000, 0x1000, Permissions.Read);
        Assert.Equal(Target + 0x8000, Machine.Dma(Machine.Endpoint(1), Pasid, Address).PhysicalAddress);
    }

    [Fact]
    public void Flushing_does_not_wait_for_the_time()
    {
        GuestPageTable table = Create(pages: 2);
        table.Unmap(Address, 0x1000);
        table.Flush();
        Assert.Equal((0, 0), (table.UnconfirmedRanges, Cached));
    }

    [Fact]
    public void A_deferred_flush_that_fails_keeps_everything_back_and_is_tried_again_when_the_unit_is_recovered()
    {
        GuestPageTable table = Create(pages: 1);
        table.Unmap(Address, 0x1000);
        Kill();
        Time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(DeviceTableEntries.Blocked, Machine.Entry(Machine.Endpoint(1)));
        Assert.Equal((1, 1), (table.UnconfirmedRanges, Cached));
        Assert.Throws<IommuUnitFailedException>(() => table.Map(Address, Target, 0x1000, Permissions.Read));
        Revive();
        Machine.Units[0].Recover();
        Assert.Equal((0, 0), (table.UnconfirmedRanges, Cached));
        table.Map(Address, Target, 0x1000, Permissions.Read);
    }

    [Fact]
    public void Frames_of_tables_under_a_lazy_parent_come_back_only_when_no_unit_reaches_them_through_it()
    {
        const ulong Window = 0x40_0000_0000;
        using ParentDomain parent = Machine.Host.CreateParentDomain(new ParentDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = Time });
        IommuEndpoint endpoint = Machine.Endpoint(1);
        parent.Attach(endpoint);
        int frames = Machine.Frames.FreeCount;
        foreach (Func<IDisposable> create in (Func<IDisposable>[])
        [
            () => parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window }),
            () => parent.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window }),
        ])
        {
            IDisposable tables = create();
            ulong[] addresses = tables is PasidDomain domain ? domain.SnapshotWindow() : ((GuestPageTable)tables).SnapshotWindow();
            Assert.NotEmpty(addresses);
            Assert.All(addresses, address => Assert.True(Machine.Dma(endpoint, address).Succeeded));
            tables.Dispose();
            Assert.All(addresses, address => Assert.False(Machine.Dma(endpoint, address).Succeeded));
            Assert.Equal(frames, Machine.Frames.FreeCount);
        }
    }

    [Fact]
    public void Nothing_comes_after_disposal()
    {
        GuestPageTable table = Create(pages: 1);
        table.Unmap(Address, 0x1000);
        table.Dispose();
        Machine.ClearRecords();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal((0, 0), (Sent, Cached));
    }

    [Fact]
    public void In_strict_mode_unmapping_what_another_thread_is_unmapping_returns_no_earlier_than_the_units_have_forgotten_it()
    {
        GuestPageTable table = Create(pages: 1, mode: FlushMode.Strict);
        bool hasCome = false;
        Machine.WhenPumped = () =>
        {
            if (!hasCome)
            {
                hasCome = true;
                Assert.Equal(0UL, table.Unmap(Address, 0x1000));
                Assert.Equal(0, Cached);
            }
        };
        Assert.Equal(0x1000UL, table.Unmap(Address, 0x1000));
        Assert.True(hasCome);
    }

    private GuestPageTable Create(ulong pages, int most = 256, FlushMode mode = FlushMode.Lazy)
    {
        GuestPageTable table = Machine.Host.CreateGuestPageTable(new GuestPageTableOptions { FlushMode = mode, TimeProvider = Time, MostDeferredRanges = most });
        PasidDomain domain = Machine.Host.CreatePasidDomain();
        domain.Bind(new Pasid(Pasid), table);
        domain.Attach(Machine.Endpoint(1));
        for (ulong page = 0; page < pages; page++)
        {
            table.Map(Address + (page * 0x1000), Target + (page * 0x2000), 0x1000, Permissions.Read);
            Assert.True(Machine.Dma(Machine.Endpoint(1), Pasid, Address + (page * 0x1000)).Succeeded);
        }

        Machine.ClearRecords();
        return table;
    }
}
