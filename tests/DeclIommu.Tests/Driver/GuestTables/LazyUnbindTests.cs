using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

public sealed class LazyUnbindTests : LazyGuestTables
{
    private readonly GuestPageTable _table;

    public LazyUnbindTests()
    {
        _table = Machine.Host.CreateGuestPageTable();
        _table.Map(Address, Target, 0x1000, Permissions.Read);
    }

    private int Sent => Machine.Registers[0].Commands.Count;

    [Fact]
    public void Unbinding_sends_nothing_until_the_time_is_up_and_then_all_that_waits_goes_at_once()
    {
        PasidDomain domain = Create(pasids: 3);
        Assert.True(domain.Unbind(new Pasid(0)));
        Assert.True(domain.Unbind(new Pasid(2)));
        Assert.False(domain.Unbind(new Pasid(2)));
        Assert.Null(domain.GetTable(new Pasid(2)));
        Assert.Equal((0, 3, 2), (Sent, Cached, domain.UnconfirmedPasids));
        Time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(0, Sent);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 1, 0), (Machine.Registers[0].TailWrites, Cached, domain.UnconfirmedPasids));
        Assert.False(Machine.Dma(Machine.Endpoint(1), 0, Address).Succeeded);
        Assert.True(Machine.Dma(Machine.Endpoint(1), 1, Address).Succeeded);
    }

    [Fact]
    public void One_PASID_more_than_may_wait_flushes_them_all()
    {
        PasidDomain domain = Create(pasids: 3, most: 2);
        domain.Unbind(new Pasid(0));
        domain.Unbind(new Pasid(1));
        Assert.Equal(0, Sent);
        domain.Unbind(new Pasid(2));
        Assert.Equal((0, 0), (Cached, domain.UnconfirmedPasids));
    }

    [Fact]
    public void Binding_anew_flushes_first()
    {
        PasidDomain domain = Create(pasids: 1);
        GuestPageTable other = Machine.Host.CreateGuestPageTable();
        other.Map(Address, Target + 0x8000, 0x1000, Permissions.Read);
        domain.Unbind(new Pasid(0));
        domain.Bind(new Pasid(0), other);
        Assert.Equal(0, domain.UnconfirmedPasids);
        Assert.Equal(Target + 0x8000, Machine.Dma(Machine.Endpoint(1), 0, Address).PhysicalAddress);
    }

    [Fact]
    public void Flushing_does_not_wait_for_the_time()
    {
        PasidDomain domain = Create(pasids: 1);
        domain.Unbind(new Pasid(0));
        domain.Flush();
        Assert.Equal((0, 0), (Cached, domain.UnconfirmedPasids));
    }

    [Fact]
    public void A_table_that_waits_is_flushed_when_it_is_disposed_before_its_frames_are_used_otherwise()
    {
        PasidDomain domain = Create(pasids: 1);
        domain.Unbind(new Pasid(0));
        int free = Machine.Frames.FreeCount;
        _table.Dispose();
        Assert.Equal((0, 0), (Cached, domain.UnconfirmedPasids));
        Assert.True(Machine.Frames.FreeCount > free);
    }

    [Fact]
    public void A_table_that_waits_is_told_to_forget_what_is_unmapped_of_it()
    {
        PasidDomain domain = Create(pasids: 1);
        domain.Unbind(new Pasid(0));
        _table.Unmap(Address, 0x1000);
        Assert.Equal((0, 1), (Cached, domain.UnconfirmedPasids));
    }

    [Fact]
    public void A_deferred_flush_that_fails_keeps_the_table_in_use_and_is_tried_again_when_the_unit_is_recovered()
    {
        PasidDomain domain = Create(pasids: 1);
        domain.Unbind(new Pasid(0));
        Kill();
        Time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal((1, 1), (Cached, domain.UnconfirmedPasids));
        Assert.Equal(DeviceTableEntries.Blocked, Machine.Entry(Machine.Endpoint(1)));
        Assert.Throws<IommuUnitFailedException>(() => domain.Bind(new Pasid(0), _table));
        Assert.Null(domain.GetTable(new Pasid(0)));
        Revive();
        Machine.Units[0].Recover();
        Assert.Equal((0, 0), (Cached, domain.UnconfirmedPasids));
    }

    [Fact]
    public void A_deferred_flush_that_fails_is_tried_again_later_each_time_and_in_the_usual_time_once_one_has_succeeded()
    {
        StoppedClock clock = new();
        using DriverMachine machine = new(units: 2, device: GuestUnits.Options, unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) });
        PasidDomain domain = machine.Host.CreatePasidDomain(new PasidDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = Time });
        GuestPageTable table = machine.Host.CreateGuestPageTable();
        domain.Attach(machine.Endpoint(1));
        domain.Attach(machine.Endpoint(1, unit: 1));
        domain.Bind(new Pasid(0), table);
        domain.Unbind(new Pasid(0));
        machine.ClearRecords();
        machine.Dead.Add(0);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        int tries = 0;
        foreach (int delay in new[] { 10, 20, 40, 80 })
        {
            Time.Advance(TimeSpan.FromMilliseconds(delay - 1));
            Assert.Equal(tries, machine.Registers[1].PageInvalidations().Count);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(++tries, machine.Registers[1].PageInvalidations().Count);
            Assert.Equal(1, domain.UnconfirmedPasids);
        }

        machine.Dead.Clear();
        machine.WhenPumped = null;
        machine.Units[0].Recover();
        Assert.Equal(0, domain.UnconfirmedPasids);
        domain.Bind(new Pasid(0), table);
        domain.Unbind(new Pasid(0));
        Time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(0, domain.UnconfirmedPasids);
    }

    [Fact]
    public void Nothing_comes_after_disposal()
    {
        PasidDomain domain = Create(pasids: 1);
        domain.Unbind(new Pasid(0));
        domain.Dispose();
        Assert.Equal(0, domain.UnconfirmedPasids);
        Machine.ClearRecords();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, Sent);
        Assert.Throws<ObjectDisposedException>(domain.Flush);
    }

    private PasidDomain Create(uint pasids, int most = 256)
    {
        PasidDomain domain = Machine.Host.CreatePasidDomain(new PasidDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = Time, MostDeferredRanges = most });
        domain.Attach(Machine.Endpoint(1));
        for (uint pasid = 0; pasid < pasids; pasid++)
        {
            domain.Bind(new Pasid(pasid), _table);
            Assert.True(Machine.Dma(Machine.Endpoint(1), pasid, Address).Succeeded);
        }

        Machine.ClearRecords();
        return domain;
    }
}
