using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class PasidDomainTests
{
    private const ulong Address = 0x7F12_3456_7000;
    private const ulong Data = 0x200_0000;
    private const ulong Window = 0x40_0000_0000;

    public static TheoryData<bool, int, GuestCr3TableLevels> Shapes => new()
    {
        { false, 4, GuestCr3TableLevels.One },
        { false, 5, GuestCr3TableLevels.Three },
        { true, 4, GuestCr3TableLevels.Two },
        { true, 5, GuestCr3TableLevels.Three },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_device_translates_each_PASID_by_the_table_bound_to_it(bool isNested, int levels, GuestCr3TableLevels pasidLevels)
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        Space space = new(machine, isNested, levels, pasidLevels);
        uint highest = (uint)space.Domain.PasidCount - 1;
        GuestPageTable other = space.NewTable();
        space.Table.Map(Address, space.Target(0), 0x3000, Permissions.ReadWrite);
        other.Map(Address, space.Target(1), 0x1000, Permissions.Read);
        space.Domain.Bind(new Pasid(0), space.Table);
        space.Domain.Bind(new Pasid(highest), other);
        IommuEndpoint endpoint = machine.Endpoint(5);
        space.Domain.Attach(endpoint);
        Assert.Equal(new DmaResult(DmaOutcome.Translated, Data + 0x1234, 0x1000, Permissions.ReadWrite), machine.Dma(endpoint, 0, Address + 0x1234, Permissions.Write));
        Assert.Equal(new DmaResult(DmaOutcome.Translated, Data + 0x10_0008, 0x1000, Permissions.Read), machine.Dma(endpoint, highest, Address + 8));
        Assert.Equal(DmaOutcome.PermissionDenied, machine.Dma(endpoint, highest, Address, Permissions.Write).Outcome);
        Assert.Equal(DmaOutcome.NotPresent, machine.Dma(endpoint, highest - 1, Address).Outcome);
        if (pasidLevels == GuestCr3TableLevels.Three)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => machine.Dma(endpoint, highest + 1, Address));
        }
        else
        {
            Assert.Equal(DmaOutcome.InvalidPasid, machine.Dma(endpoint, highest + 1, Address).Outcome);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_unmap_unbind_and_protect_no_unit_uses_the_old_translation(bool isNested)
    {
        using DriverMachine machine = new(units: 2, device: GuestUnits.Options);
        Space space = new(machine, isNested, 4, GuestCr3TableLevels.One);
        IommuEndpoint[] endpoints = [machine.Endpoint(5), machine.Endpoint(6, unit: 1)];
        space.Table.Map(Address, space.Target(0), 0x4000, Permissions.ReadWrite);
        foreach (uint pasid in (uint[])[3, 9])
        {
            space.Domain.Bind(new Pasid(pasid), space.Table);
        }

        void Touch(Action<IommuEndpoint, uint, ulong> check)
        {
            foreach (IommuEndpoint endpoint in endpoints)
            {
                foreach (uint pasid in (uint[])[3, 9])
                {
                    for (ulong page = 0; page < 4; page++)
                    {
                        check(endpoint, pasid, Address + (page * 0x1000));
                    }
                }
            }
        }

        Array.ForEach(endpoints, space.Domain.Attach);
        Touch((endpoint, pasid, address) => Assert.True(machine.Dma(endpoint, pasid, address, Permissions.Write).Succeeded));
        Assert.Equal(0x1000UL, space.Table.Unmap(Address + 0x1000, 0x1000));
        Touch((endpoint, pasid, address) => Assert.Equal(address != Address + 0x1000, machine.Dma(endpoint, pasid, address).Succeeded));
        space.Table.Map(Address + 0x1000, space.Target(1), 0x1000, Permissions.ReadWrite);
        Touch((endpoint, pasid, address) => Assert.True(machine.Dma(endpoint, pasid, address, Permissions.Write).Succeeded));
        Assert.Equal(0x2000UL, space.Table.Protect(Address, 0x2000, Permissions.Read));
        Touch((endpoint, pasid, address) => Assert.Equal(address >= Address + 0x2000, machine.Dma(endpoint, pasid, address, Permissions.Write).Succeeded));
        Assert.True(space.Domain.Unbind(new Pasid(3)));
        Assert.False(space.Domain.Unbind(new Pasid(3)));
        Touch((endpoint, pasid, address) => Assert.Equal(pasid == 9, machine.Dma(endpoint, pasid, address).Succeeded));
        space.Table.Dispose();
        Touch((endpoint, pasid, address) => Assert.False(machine.Dma(endpoint, pasid, address).Succeeded));
    }

    [Fact]
    public void When_the_parent_changes_what_guest_tables_gave_is_forgotten_too()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        Space space = new(machine, isNested: true, 4, GuestCr3TableLevels.One);
        space.Table.Map(Address, space.Target(0), 0x1000, Permissions.Read);
        space.Domain.Bind(new Pasid(1), space.Table);
        IommuEndpoint endpoint = machine.Endpoint(5);
        space.Domain.Attach(endpoint);
        Assert.Equal(Data, machine.Dma(endpoint, 1, Address).PhysicalAddress);
        space.Parent!.Unmap(space.Target(0), 0x10_0000);
        Assert.Equal(DmaOutcome.NotPresent, machine.Dma(endpoint, 1, Address).Outcome);
        space.Parent.Map(space.Target(0), Data + 0x50_0000, 0x10_0000, Permissions.ReadWrite);
        Assert.Equal(Data + 0x50_0000, machine.Dma(endpoint, 1, Address).PhysicalAddress);
    }

    [Fact]
    public void A_device_that_caches_translations_is_told_the_PASID_and_no_other_device_is()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        Space space = new(machine, isNested: false, 4, GuestCr3TableLevels.Three);
        space.Domain.Bind(new Pasid(0x12345), space.Table);
        space.Domain.Attach(machine.Endpoint(5, options: new IommuEndpointOptions { CachesTranslations = true }));
        space.Domain.Attach(machine.Endpoint(6));
        space.Table.Map(Address, Data, 0x1000, Permissions.Read);
        machine.ClearRecords();
        space.Table.Unmap(Address, 0x1000);
        List<InvalidateIotlbPages> told = machine.Registers[0].Of(CommandOpcode.InvalidateIotlbPages, static command => command.TryAs(out InvalidateIotlbPages pages) ? pages : default);
        InvalidateIotlbPages device = Assert.Single(told);
        Assert.Equal((5, 0x12345u, true, Address), (device.DeviceId.Value, device.Pasid.Value, device.IsGuest, device.Range.Start));
        List<InvalidateIommuPages> unit = machine.Registers[0].Of(CommandOpcode.InvalidateIommuPages, static command => command.TryAs(out InvalidateIommuPages pages) ? pages : default);
        InvalidateIommuPages pages = Assert.Single(unit);
        Assert.Equal((space.Domain.DomainId.Value, 0x12345u, true, true), (pages.DomainId.Value, pages.Pasid.Value, pages.IsGuest, pages.IncludePageDirectories));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Requests_without_PASID_use_PASID_0_only_where_that_was_asked_for(bool isAskedFor)
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        using PasidDomain domain = machine.Host.CreatePasidDomain(new PasidDomainOptions { TranslateWithoutPasid = isAskedFor });
        using GuestPageTable table = machine.Host.CreateGuestPageTable();
        table.Map(0x5000, Data, 0x1000, Permissions.ReadWrite);
        domain.Bind(default, table);
        domain.Attach(machine.Endpoint(5));
        Assert.Equal(isAskedFor ? Data : 0x5000, machine.Dma(machine.Endpoint(5), 0x5000).PhysicalAddress);
        table.Unmap(0x5000, 0x1000);
        Assert.Equal(!isAskedFor, machine.Dma(machine.Endpoint(5), 0x5000).Succeeded);
    }

    [Fact]
    public void Everything_goes_back_when_all_is_disposed_in_any_order()
    {
        foreach (int[] order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]])
        {
            using DriverMachine machine = new(device: GuestUnits.Options);
            int free = machine.Frames.FreeCount;
            Space space = new(machine, isNested: true, 4, GuestCr3TableLevels.Two);
            space.Table.Map(Address, space.Target(0), 0x1000, Permissions.Read);
            space.Domain.Bind(new Pasid(700), space.Table);
            space.Domain.Attach(machine.Endpoint(5));
            Assert.True(machine.Dma(machine.Endpoint(5), 700, Address).Succeeded);
            IDisposable[] all = [space.Domain, space.Table, space.Parent!];
            Array.ForEach(order, index => all[index].Dispose());
            Assert.Equal((free, 0), (machine.Frames.FreeCount, machine.Host.QuarantinedDomainIds));
            Assert.Equal(DeviceTableEntries.Blocked, machine.Entry(machine.Endpoint(5)));
        }
    }

    [Fact]
    public void What_a_parent_still_had_is_told()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        Space space = new(machine, isNested: true, 4, GuestCr3TableLevels.One);
        space.Domain.Attach(machine.Endpoint(5));
        Assert.Equal(new Leftovers(1, 0, 0) { PasidDomains = 1, GuestPageTables = 1 }, space.Parent!.Close());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using DriverMachine machine = new(device: GuestUnits.With(static features => features with { GuestPageTableLevels = GuestPageTableLevels.Four, GuestCr3TableLevels = GuestCr3TableLevels.Two, GuestIoSupported = false }));
        Assert.Throws<NotSupportedException>(() => machine.Host.CreateGuestPageTable(new GuestPageTableOptions { Levels = 5 }));
        Assert.Throws<NotSupportedException>(() => machine.Host.CreatePasidDomain(new PasidDomainOptions { PagingLevels = 5 }));
        Assert.Throws<NotSupportedException>(() => machine.Host.CreatePasidDomain(new PasidDomainOptions { PasidLevels = GuestCr3TableLevels.Three }));
        Assert.Throws<NotSupportedException>(() => machine.Host.CreatePasidDomain(new PasidDomainOptions { TranslateWithoutPasid = true }));
        using PasidDomain domain = machine.Host.CreatePasidDomain();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using GuestPageTable elsewhere = parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window });
        using GuestPageTable table = machine.Host.CreateGuestPageTable();
        Assert.Throws<ArgumentException>(() => domain.Bind(default, elsewhere));
        Assert.Throws<ArgumentOutOfRangeException>(() => domain.Bind(new Pasid((uint)domain.PasidCount), table));
        domain.Bind(default, table);
        Assert.Throws<InvalidOperationException>(() => domain.Bind(default, table));
        using DriverMachine plain = new();
        Assert.Throws<NotSupportedException>(() => plain.Host.CreatePasidDomain());
        Assert.Throws<NotSupportedException>(() => plain.Host.CreateGuestPageTable());
    }

    /// <summary>A domain with a table, both alone or both under a parent that maps the data elsewhere.</summary>
    private sealed class Space
    {
        private const ulong GuestData = 0x8000_0000;
        private const ulong Step = 0x10_0000;
        private readonly DriverMachine _machine;
        private readonly int _levels;

        public Space(DriverMachine machine, bool isNested, int levels, GuestCr3TableLevels pasidLevels)
        {
            _machine = machine;
            _levels = levels;
            PasidDomainOptions options = new() { PagingLevels = levels, PasidLevels = pasidLevels, TableWindow = isNested ? Window : 0 };
            if (isNested)
            {
                Parent = machine.Host.CreateParentDomain();
                Parent.Map(GuestData, Data, 16 * Step, Permissions.ReadWrite);
                Domain = Parent.CreatePasidDomain(options);
            }
            else
            {
                Domain = machine.Host.CreatePasidDomain(options);
            }

            Table = NewTable();
        }

        public ParentDomain? Parent { get; }

        public PasidDomain Domain { get; }

        public GuestPageTable Table { get; }

        public ulong Target(int index) => (Parent is null ? Data : GuestData) + ((ulong)index * Step);

        public GuestPageTable NewTable() => Parent is null
            ? _machine.Host.CreateGuestPageTable(new GuestPageTableOptions { Levels = _levels })
            : Parent.CreateGuestPageTable(new GuestPageTableOptions { Levels = _levels, TableWindow = Window });
    }
}
