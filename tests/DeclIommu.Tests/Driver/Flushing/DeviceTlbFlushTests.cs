using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>Devices that cache translations themselves forget what the units do.</summary>
public sealed class DeviceTlbFlushTests : IDisposable
{
    private const ulong Address = 0x40_0000;
    private const ulong Data = 0x200_0000;

    private const ulong Window = 0x40_0000_0000;

    private readonly StoppedClock _clock = new();
    private readonly DriverMachine _machine;

    public DeviceTlbFlushTests() =>
        _machine = new DriverMachine(device: GuestUnits.Options, unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1) });

    private DeviceTlb Tlb => _machine.Model().GetDeviceTlb(new DeviceId(5));

    private IommuEndpoint Endpoint => _machine.Endpoint(5, options: new IommuEndpointOptions { CachesTranslations = true });

    private IEnumerable<ulong> Cached => Tlb.Snapshot().Select(static entry => entry.VirtualAddress).Order();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_device_forgets_each_of_the_pieces_that_an_unmapped_range_is_split_into()
    {
        ParentDomain parent = _machine.Host.CreateParentDomain();
        parent.Attach(Endpoint);
        MapAndUse(parent.Map, null);
        parent.Unmap(Address + 0x1000, 0x5000);
        Assert.Equal([Address, Address + 0x6000, Address + 0x7000], Cached);
    }

    [Fact]
    public void A_device_forgets_each_of_the_pieces_that_an_unmapped_range_of_a_PASID_is_split_into()
    {
        GuestPageTable table = _machine.Host.CreateGuestPageTable();
        PasidDomain domain = _machine.Host.CreatePasidDomain();
        domain.Bind(new Pasid(3), table);
        domain.Attach(Endpoint);
        MapAndUse(table.Map, new Pasid(3));
        table.Unmap(Address + 0x1000, 0x5000);
        Assert.Equal([Address, Address + 0x6000, Address + 0x7000], Cached);
    }

    [Fact]
    public void A_device_that_leaves_forgets_what_each_PASID_gave_it()
    {
        (PasidDomain domain, _) = BindAndUse(null);
        domain.Detach(Endpoint);
        Assert.Empty(Cached);
    }

    [Fact]
    public void When_the_parent_unmaps_a_device_forgets_what_each_PASID_gave_it()
    {
        ParentDomain parent = _machine.Host.CreateParentDomain();
        parent.Map(Data, Data, 0x10_0000, Permissions.ReadWrite);
        BindAndUse(parent);
        parent.Unmap(Data, 0x1000);
        Assert.Empty(Cached);
    }

    [Fact]
    public void A_device_that_was_under_a_parent_with_guest_tables_and_is_there_no_more_is_told_exact_ranges_again()
    {
        ParentDomain parent = _machine.Host.CreateParentDomain();
        parent.Map(Data, Data, 0x10_0000, Permissions.ReadWrite);
        BindAndUse(parent);
        parent.Attach(Endpoint);
        MapAndUse(parent.Map, null);
        parent.Unmap(Address + 0x1000, 0x1000);
        Assert.Equal(7, Cached.Count());
    }

    [Fact]
    public void What_a_device_was_not_seen_to_forget_when_its_unit_failed_it_forgets_before_it_may_use_anything_again()
    {
        (PasidDomain domain, _) = BindAndUse(null);
        _machine.Dead.Add(0);
        _machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Throws<IommuUnitFailedException>(() => domain.Detach(Endpoint));
        domain.Dispose();
        _machine.Dead.Clear();
        _machine.WhenPumped = null;
        _machine.Units[0].Recover();
        Assert.NotEmpty(Cached);
        Assert.False(Tlb.Translate(new Pasid(3), Address, Permissions.Read).Succeeded);
        ParentDomain parent = _machine.Host.CreateParentDomain();
        _machine.WhenPumped = () => Assert.True(Tlb.Snapshot().Count == 0 || !_machine.Entry(Endpoint).TranslationValid);
        parent.Attach(Endpoint);
        Assert.Empty(Cached);
    }

    [Fact]
    public void A_recovered_unit_has_devices_forget_what_PASIDs_gave_them_before_they_are_let_through_again()
    {
        BindAndUse(null);
        _machine.WhenPumped = () => Assert.True(Tlb.Snapshot().Count == 0 || !_machine.Entry(Endpoint).TranslationValid);
        _machine.Units[0].Recover();
        Assert.Empty(Cached);
    }

    [Theory]
    [InlineData(GuestCr3TableLevels.One, true)]
    [InlineData(GuestCr3TableLevels.Two, false)]
    public void A_device_of_a_guest_with_more_PASIDs_than_can_be_named_one_by_one_may_not_cache_translations(GuestCr3TableLevels levels, bool mayCache)
    {
        ParentDomain parent = _machine.Host.CreateParentDomain();
        parent.Map(Data, Data, 0x10_0000, Permissions.ReadWrite);
        DeviceTableEntry entry = DriverMachine.GuestEntry(1) with { GuestTranslationValid = true, GuestCr3Levels = levels, GuestCr3TableRoot = Data };
        parent.CreateVirtualIommu().CreateNestedDomain(entry).Attach(Endpoint);
        Assert.Equal(mayCache, _machine.Entry(Endpoint).IotlbEnabled);
        _machine.ClearRecords();
        parent.Unmap(Data, 0x1000);
        List<uint> told = _machine.Registers[0].Of(CommandOpcode.InvalidateIotlbPages, static command => command.TryAs(out InvalidateIotlbPages pages) && pages.IsGuest ? pages.Pasid.Value : uint.MaxValue);
        Assert.Equal(Enumerable.Range(0, 512).Select(static pasid => (uint)pasid), told.Where(static pasid => pasid != uint.MaxValue).Order());
    }

    private (PasidDomain Domain, GuestPageTable Table) BindAndUse(ParentDomain? parent)
    {
        GuestPageTable table = parent?.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window }) ?? _machine.Host.CreateGuestPageTable();
        PasidDomain domain = parent?.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window }) ?? _machine.Host.CreatePasidDomain();
        domain.Bind(new Pasid(3), table);
        domain.Bind(new Pasid(9), table);
        domain.Attach(Endpoint);
        MapAndUse(table.Map, new Pasid(3));
        Assert.Equal(Data, Tlb.Translate(new Pasid(9), Address, Permissions.Read).PhysicalAddress);
        return (domain, table);
    }

    // Pages of 4 KiB that do not follow one another in memory.
    private void MapAndUse(Action<ulong, ulong, ulong, Permissions> map, Pasid? pasid)
    {
        for (ulong page = 0; page < 8; page++)
        {
            ulong address = Address + (page * 0x1000);
            map(address, Data + (page * 0x2000), 0x1000, Permissions.Read);
            Assert.Equal(Data + (page * 0x2000), Tlb.Translate(pasid, address, Permissions.Read).PhysicalAddress);
        }
    }
}
