using DeclIommu.Driver;
using DeclIommu.Memory;
using Microsoft.Extensions.Time.Testing;

namespace DeclIommu.Tests.Driver;

public sealed class LazyFlushTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Unmapping_sends_nothing_and_keeps_the_frames_of_its_tables_until_the_time_is_up()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 1);
        int free = machine.Frames.FreeCount;
        Assert.Equal(0x1000UL, parent.Unmap(Iova, 0x1000));
        Assert.Empty(machine.Registers[0].Commands);
        Assert.NotEmpty(machine.Cached(parent.DomainId));
        Assert.Equal((free, 1), (machine.Frames.FreeCount, parent.UnconfirmedRanges));

        _time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Empty(machine.Registers[0].Commands);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(machine.Cached(parent.DomainId));
        Assert.True(machine.Frames.FreeCount > free);
        Assert.Equal(0, parent.UnconfirmedRanges);
    }

    [Fact]
    public void All_that_waits_is_flushed_with_one_tail_write_and_neighbours_in_common_commands()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 16);
        foreach (ulong page in new ulong[] { 1, 8, 0, 2, 3 })
        {
            parent.Unmap(Iova + (page * 0x1000), 0x1000);
        }

        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1, machine.Registers[0].TailWrites);
        Assert.Equal(
            [(parent.DomainId.Value, Iova, Iova + 0x3FFF), (parent.DomainId.Value, Iova + 0x8000, Iova + 0x8FFF)],
            machine.Registers[0].PageInvalidations());
        Assert.Equal((Iova + 0x4000, 11), (machine.Cached(parent.DomainId).Min(page => page.Iova), machine.Cached(parent.DomainId).Count));
    }

    [Fact]
    public void More_ranges_than_commands_are_to_be_sent_for_are_flushed_as_one()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 64);
        for (ulong page = 0; page < 64; page += 2)
        {
            parent.Unmap(Iova + (page * 0x1000), 0x1000);
        }

        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Single(machine.Registers[0].PageInvalidations());
        Assert.Empty(machine.Cached(parent.DomainId));
    }

    [Fact]
    public void One_range_more_than_may_wait_flushes_them_all()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 16, most: 2);
        parent.Unmap(Iova, 0x1000);
        parent.Unmap(Iova + 0x4000, 0x1000);
        Assert.Empty(machine.Registers[0].Commands);
        parent.Unmap(Iova + 0x8000, 0x1000);
        Assert.Equal(0, parent.UnconfirmedRanges);
        Assert.Equal(3, machine.Registers[0].PageInvalidations().Count);
    }

    [Fact]
    public void Mapping_what_waits_flushes_it_first()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 1);
        parent.Unmap(Iova, 0x1000);
        parent.Map(Iova, Data + 0x5000, 0x1000, Permissions.Read);
        Assert.Equal(Data + 0x5000, machine.Dma(machine.Endpoint(1), Iova).PhysicalAddress);
    }

    [Fact]
    public async Task An_awaited_unmap_completes_with_the_flush_that_covers_it()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 2);
        Task<ulong> unmapped = parent.UnmapAsync(Iova, 0x2000, TestContext.Current.CancellationToken).AsTask();
        Assert.False(unmapped.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(0x2000UL, await unmapped);
        Assert.Empty(machine.Cached(parent.DomainId));
    }

    [Fact]
    public async Task A_cancelled_wait_neither_takes_the_unmapping_back_nor_lets_anything_be_reused()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine, pages: 1);
        int free = machine.Frames.FreeCount;
        using CancellationTokenSource cancellation = new();
        Task<ulong> unmapped = parent.UnmapAsync(Iova, 0x1000, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => unmapped);
        Assert.Equal((free, 1), (machine.Frames.FreeCount, parent.UnconfirmedRanges));
        Assert.False(parent.TryTranslate(Iova, out _));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(0, parent.UnconfirmedRanges);
        Assert.True(machine.Frames.FreeCount > free);
    }

    [Fact]
    public async Task A_deferred_flush_that_fails_reaches_who_waits_blocks_the_devices_and_keeps_everything_back()
    {
        using DyingUnit dying = new(Options(most: 8));
        int free = dying.Machine.Frames.FreeCount;
        Task<ulong> unmapped = dying.Parent.UnmapAsync(DyingUnit.Iova, 0x1000, TestContext.Current.CancellationToken).AsTask();
        dying.Kill();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(UnitFailure.Timeout, (await Assert.ThrowsAsync<IommuUnitFailedException>(() => unmapped)).Failure);
        Assert.Equal(DeviceTableEntries.Blocked, dying.Machine.Entry(dying.Endpoint));
        Assert.Equal((free, 1), (dying.Machine.Frames.FreeCount, dying.Parent.UnconfirmedRanges));
        Assert.Throws<IommuUnitFailedException>(() => dying.Parent.Map(DyingUnit.Iova, DyingUnit.Data, 0x1000, Permissions.Read));

        dying.Recover();
        dying.Parent.Map(DyingUnit.Iova, DyingUnit.Data, 0x1000, Permissions.Read);
        Assert.Equal(0, dying.Parent.UnconfirmedRanges);
    }

    [Fact]
    public void A_deferred_flush_that_failed_is_tried_again_later_each_time_and_at_once_when_the_unit_is_recovered()
    {
        StoppedClock clock = new();
        using DriverMachine machine = new(units: 2, unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) });
        ParentDomain parent = Create(machine, pages: 1);
        parent.Attach(machine.Endpoint(1, unit: 1));
        machine.ClearRecords();
        parent.Unmap(Iova, 0x1000);
        machine.Dead.Add(0);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        int tries = 0;
        foreach (int delay in new[] { 10, 20, 40, 80 })
        {
            _time.Advance(TimeSpan.FromMilliseconds(delay - 1));
            Assert.Equal(tries, machine.Registers[1].PageInvalidations().Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(++tries, machine.Registers[1].PageInvalidations().Count);
            Assert.Equal(1, parent.UnconfirmedRanges);
            Assert.NotEmpty(machine.Cached(parent.DomainId));
        }

        machine.Dead.Clear();
        machine.WhenPumped = null;
        machine.Units[0].Recover();
        Assert.Equal(0, parent.UnconfirmedRanges);
        Assert.Empty(machine.Cached(parent.DomainId));
        machine.ClearRecords();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(machine.Registers[1].Commands);

        // And the next one comes in the usual time.
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Unmap(Iova, 0x1000);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(0, parent.UnconfirmedRanges);
    }

    [Fact]
    public void What_waits_at_the_end_of_the_address_space_is_flushed_to_the_end_however_few_commands_there_may_be()
    {
        const ulong Start = ulong.MaxValue - 0x7FFF;
        using DriverMachine machine = new(device: GuestUnits.Options, host: new IommuHostOptions { MostCommandsPerFlush = 1 });
        ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 6, LargestPage = 0x1000, FlushMode = FlushMode.Lazy, TimeProvider = _time });
        parent.Attach(machine.Endpoint(1));
        parent.Map(Start, Data, 0x8000, Permissions.Read);
        for (ulong page = 0; page < 8; page++)
        {
            Assert.True(machine.Dma(machine.Endpoint(1), Start + (page * 0x1000)).Succeeded);
        }

        ValueTask<ulong>[] unmapped =
        [
            parent.UnmapAsync(Start, 0x8000, TestContext.Current.CancellationToken),
            parent.UnmapAsync(Start + 0x1000, 0x1000, TestContext.Current.CancellationToken),
        ];
        Assert.Equal(2, parent.UnconfirmedRanges);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal([0x8000UL, 0], unmapped.Select(static unmapping => unmapping.Result));
        Assert.Empty(machine.Cached(parent.DomainId));
    }

    [Fact]
    public async Task Disposing_the_domain_ends_all_waits()
    {
        using DriverMachine machine = new();
        int free = machine.Frames.FreeCount;
        ParentDomain parent = Create(machine, pages: 1);
        Task<ulong> unmapped = parent.UnmapAsync(Iova, 0x1000, TestContext.Current.CancellationToken).AsTask();
        parent.Dispose();
        Assert.Equal(0x1000UL, await unmapped);
        Assert.Empty(machine.Model().TranslationCache.Snapshot());
        Assert.Equal(free, machine.Frames.FreeCount);
    }

    private ParentDomainOptions Options(int most) => new() { FlushMode = FlushMode.Lazy, TimeProvider = _time, MostDeferredRanges = most };

    // A domain whose device has every page cached.
    private ParentDomain Create(DriverMachine machine, int pages, int most = 256)
    {
        ParentDomainOptions options = Options(most);
        ParentDomain parent = machine.Host.CreateParentDomain(options);
        IommuEndpoint endpoint = machine.Endpoint(1);
        parent.Attach(endpoint);
        for (ulong page = 0; page < (ulong)pages; page++)
        {
            // Not in a row, so that each page stands alone.
            parent.Map(Iova + (page * 0x1000), Data + (page * 0x2000), 0x1000, Permissions.Read);
            machine.Dma(endpoint, Iova + (page * 0x1000));
        }

        machine.ClearRecords();
        return parent;
    }
}
