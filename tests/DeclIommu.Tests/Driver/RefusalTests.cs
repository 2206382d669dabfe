using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>What a host refuses, and that nothing has changed then: no ID, no count, no frame, no byte of a table, no command to a unit.</summary>
public sealed class RefusalTests : IDisposable
{
    private const ulong Iova = 0x4000_0000;
    private const ulong Data = 0x200_0000;
    private const ulong Window = 0x40_0000_0000;
    private const ulong LargePage = 0x20_0000;
    private const int Ids = 8;

    // Memory for the driver's own tables and nothing else, small enough to be compared whole each time.
    private readonly DriverMachine _machine = new(units: 2, device: GuestUnits.Options, host: new IommuHostOptions { DomainIds = new DomainIdAllocator(Ids, stripes: 2, adopted: []) }, frames: 128);
    private readonly DriverMachine _other = new(device: GuestUnits.Options, frames: 64);
    private readonly Refusals _refused;
    private readonly ParentDomain _parent;
    private readonly VirtualIommu _guest;
    private readonly NestedDomain _nested;
    private readonly IommuEndpoint _endpoint;

    public RefusalTests()
    {
        _refused = new Refusals(_machine);
        _parent = _machine.Host.CreateParentDomain();
        _parent.Map(Iova, Data, LargePage + 0x3000, Permissions.ReadWrite);
        _guest = _parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 2 });
        _nested = _guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        _endpoint = _machine.Endpoint(1);
        _parent.Attach(_endpoint);
        _nested.Attach(_machine.Endpoint(2, unit: 1));
        _guest.AddDevice(new DeviceId(0x20), _endpoint);
        Assert.True(_machine.Dma(_endpoint, Iova).Succeeded);
        Assert.True(_machine.Dma(_machine.Endpoint(2, unit: 1), Iova + LargePage).Succeeded);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Ranges_that_are_unaligned_empty_out_of_range_or_mapped_in_part()
    {
        ulong last = _parent.LastAddress - 0xFFF;
        _refused.Of(MappingFault.Unaligned, "map from an unaligned iova", () => _parent.Map(Iova + 0x80_0800, Data, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.Unaligned, "map to an unaligned address", () => _parent.Map(Iova + 0x80_0000, Data + 1, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.Unaligned, "map an unaligned length", () => _parent.Map(Iova + 0x80_0000, Data, 0x1800, Permissions.Read));
        _refused.Of(MappingFault.Unaligned, "map nothing", () => _parent.Map(Iova + 0x80_0000, Data, 0, Permissions.Read));
        _refused.Of(MappingFault.OutOfRange, "map past the last address", () => _parent.Map(last, Data, 0x2000, Permissions.Read));
        _refused.Of(MappingFault.OutOfRange, "map to what no address reaches", () => _parent.Map(Iova + 0x80_0000, (1UL << 52) - 0x1000, 0x2000, Permissions.Read));
        _refused.Of(MappingFault.BadPermissions, "map for nothing", () => _parent.Map(Iova + 0x80_0000, Data, 0x1000, Permissions.None));
        _refused.Of(MappingFault.Overlap, "map the same", () => _parent.Map(Iova, Data, LargePage + 0x3000, Permissions.ReadWrite));
        _refused.Of(MappingFault.Overlap, "map within a large page", () => _parent.Map(Iova + 0x1000, Data, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.Overlap, "map a range whose end is mapped", () => _parent.Map(Iova - 0x3000_0000, Data, 0x3000_1000, Permissions.Read));
        _refused.Of(MappingFault.Overlap, "map a range whose start is mapped", () => _parent.Map(Iova + LargePage + 0x2000, Data, LargePage, Permissions.Read));
        _refused.Of(MappingFault.Overlap, "map a larger page over smaller ones", () => _parent.Map(Iova + LargePage, Data + LargePage, LargePage, Permissions.Read));
        foreach ((string name, Action<ulong, ulong> act) in (Dictionary<string, Action<ulong, ulong>>)new()
        {
            ["unmap"] = (iova, length) => _parent.Unmap(iova, length),
            ["await unmapping"] = (iova, length) => _parent.UnmapAsync(iova, length, TestContext.Current.CancellationToken).AsTask(),
            ["protect"] = (iova, length) => _parent.Protect(iova, length, Permissions.Read),
            ["read marks"] = (iova, length) => _parent.ReadDirty(iova, length, []),
        })
        {
            _refused.Of(MappingFault.Unaligned, $"{name} from an unaligned iova", () => act(Iova + 1, 0x1000));
            _refused.Of(MappingFault.Unaligned, $"{name} an unaligned length", () => act(Iova, 0x1001));
            _refused.Of(MappingFault.Unaligned, $"{name} nothing", () => act(Iova, 0));
            _refused.Of(MappingFault.OutOfRange, $"{name} past the last address", () => act(last, 0x2000));
        }

        _refused.Of(MappingFault.BadPermissions, "protect from everything", () => _parent.Protect(Iova, 0x1000, Permissions.None));
        _refused.Of<InvalidOperationException>("read marks that nobody makes", () => _parent.ReadDirty(Iova, 0x1000, []));
    }

    [Fact]
    public void Quotas_and_pools_that_are_exhausted()
    {
        _guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        _refused.Of<DomainIdQuotaExceededException>("a third domain ID", () => _guest.CreateNestedDomain(DriverMachine.GuestEntry(2)));
        _refused.Of<ArgumentException>("a reservation beyond the quota", () => _parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 1, ReservedDomainIds = 2 }));
        _refused.Of<DomainIdReservationException>("a reservation of more than there are", () => _parent.CreateVirtualIommu(new VirtualIommuOptions { ReservedDomainIds = Ids }));
        VirtualIommu greedy = _parent.CreateVirtualIommu();
        for (ushort id = 0; id < Ids - 3; id++)
        {
            greedy.CreateNestedDomain(DriverMachine.GuestEntry(id));
        }

        _refused.Of<DomainIdsExhaustedException>("a nested domain without a free ID", () => greedy.CreateNestedDomain(DriverMachine.GuestEntry(100)));
        _refused.Of<DomainIdsExhaustedException>("a parent without a free ID", () => _machine.Host.CreateParentDomain());
        _refused.Of<DomainIdsExhaustedException>("a domain of PASIDs without a free ID", () => _machine.Host.CreatePasidDomain());
    }

    [Fact]
    public void Whatever_takes_frames_when_there_are_none()
    {
        PasidDomain domain = _machine.Host.CreatePasidDomain(new PasidDomainOptions { PasidLevels = GuestCr3TableLevels.Two });
        GuestPageTable table = _machine.Host.CreateGuestPageTable();
        table.Map(0, Data, LargePage, Permissions.Read);
        while (_machine.Frames.FreeCount > 0)
        {
            Assert.True(_machine.Frames.TryAllocate(out _));
        }

        _refused.Of<PageFramesExhaustedException>("map where a table is missing", () => _parent.Map(Iova + 0x4000_0000, Data, 0x1000, Permissions.Read));
        _refused.Of<PageFramesExhaustedException>("map where the table must grow", () => _parent.Map(1UL << 45, Data, 0x1000, Permissions.Read));
        _refused.Of<PageFramesExhaustedException>("unmap a part of a large page", () => _parent.Unmap(Iova + 0x1000, 0x1000));
        _refused.Of<PageFramesExhaustedException>("await unmapping a part of a large page", () => _parent.UnmapAsync(Iova + 0x1000, 0x1000, TestContext.Current.CancellationToken).AsTask());
        _refused.Of<PageFramesExhaustedException>("protect a part of a large page", () => _parent.Protect(Iova + 0x1000, 0x1000, Permissions.Read));
        _refused.Of<PageFramesExhaustedException>("another parent", () => _machine.Host.CreateParentDomain());
        _refused.Of<PageFramesExhaustedException>("another domain of PASIDs", () => _parent.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window }));
        _refused.Of<PageFramesExhaustedException>("another guest page table", () => _machine.Host.CreateGuestPageTable());
        _refused.Of<PageFramesExhaustedException>("bind where a table is missing", () => domain.Bind(new Pasid(600), table));
        _refused.Of<PageFramesExhaustedException>("map in a guest page table where a table is missing", () => table.Map(1UL << 40, Data, 0x1000, Permissions.Read));
        _refused.Of<PageFramesExhaustedException>("unmap a part of a large page of a guest page table", () => table.Unmap(0x1000, 0x1000));
        _refused.Of<PageFramesExhaustedException>("protect a part of a large page of a guest page table", () => table.Protect(0x1000, 0x1000, Permissions.ReadWrite));
    }

    [Fact]
    public void Devices_and_units_of_others()
    {
        IommuEndpoint foreign = _other.Endpoint(1);
        _refused.Of<ForeignEndpointException>("attach a foreign device to a parent", () => _parent.Attach(foreign));
        _refused.Of<ForeignEndpointException>("attach a foreign device to a nested domain", () => _nested.Attach(foreign));
        _refused.Of<ForeignEndpointException>("make a foreign device known to a guest", () => _guest.AddDevice(new DeviceId(0x21), foreign));
        _refused.Of<ArgumentException>("make another device known by the same ID", () => _guest.AddDevice(new DeviceId(0x20), _machine.Endpoint(2, unit: 1)));
        _refused.Of<ForeignEndpointException>("a device behind a foreign unit", () => _machine.Host.GetEndpoint(_other.Units[0], new DeviceId(1)));
        _refused.Of<ForeignEndpointException>("a device beyond the device table", () => _machine.Host.GetEndpoint(_machine.Units[0], new DeviceId(128)));
        _refused.Of<ArgumentException>("another host with the same units", () => new IommuHost(_machine.Units));
        _refused.Of<ArgumentOutOfRangeException>("more levels than the format has", () => _machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 7 }));
        _parent.Detach(foreign);
        Assert.Same(_parent, _endpoint.Domain);
    }

    [Fact]
    public void Guest_page_tables_and_bindings_that_make_no_sense()
    {
        PasidDomain domain = _parent.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window });
        GuestPageTable table = _parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window });
        table.Map(0x1000, Iova, 0x3000, Permissions.Read);
        domain.Bind(new Pasid(1), table);
        _refused.Of(MappingFault.Unaligned, "map from an unaligned address", () => table.Map(0x10_0001, Iova, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.Unaligned, "map to an unaligned address", () => table.Map(0x10_0000, Iova + 8, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.Unaligned, "map nothing", () => table.Map(0x10_0000, Iova, 0, Permissions.Read));
        _refused.Of(MappingFault.OutOfRange, "map an address that is not canonical", () => table.Map(1UL << 47, Iova, 0x1000, Permissions.Read));
        _refused.Of(MappingFault.OutOfRange, "map out of the lower half", () => table.Map((1UL << 47) - 0x1000, Iova, 0x2000, Permissions.Read));
        _refused.Of(MappingFault.Overlap, "map what is mapped", () => table.Map(0x3000, Iova, 0x2000, Permissions.Read));
        _refused.Of(MappingFault.BadPermissions, "map for nothing", () => table.Map(0x10_0000, Iova, 0x1000, Permissions.None));
        _refused.Of(MappingFault.BadPermissions, "map for writing alone", () => table.Map(0x10_0000, Iova, 0x1000, Permissions.Write));
        _refused.Of(MappingFault.BadPermissions, "protect from reading", () => table.Protect(0x1000, 0x1000, Permissions.Write));
        _refused.Of(MappingFault.Unaligned, "unmap an unaligned length", () => table.Unmap(0x1000, 0x800));
        _refused.Of<InvalidOperationException>("bind twice", () => domain.Bind(new Pasid(1), table));
        _refused.Of<ArgumentOutOfRangeException>("bind beyond the last PASID", () => domain.Bind(new Pasid((uint)domain.PasidCount), table));
        GuestPageTable hosts = _machine.Host.CreateGuestPageTable();
        _refused.Of<ArgumentException>("bind a table under another parent", () => domain.Bind(new Pasid(2), hosts));
        GuestPageTable deeper = _parent.CreateGuestPageTable(new GuestPageTableOptions { Levels = 5, TableWindow = Window });
        _refused.Of<ArgumentException>("bind a table of other levels", () => domain.Bind(new Pasid(2), deeper));
        GuestPageTable foreign = _other.Host.CreateGuestPageTable();
        _refused.Of<ArgumentException>("bind a table of another host", () => domain.Bind(new Pasid(2), foreign));
        _refused.Of(MappingFault.Overlap, "tables where the parent maps something", () => _parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Iova - DriverMachine.FramesStart }));
    }

    [Fact]
    public void Domains_guests_and_tables_that_were_disposed()
    {
        ParentDomain parent = _machine.Host.CreateParentDomain();
        VirtualIommu guest = parent.CreateVirtualIommu();
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        VirtualIommu closed = _parent.CreateVirtualIommu();
        NestedDomain gone = _guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        PasidDomain domain = _machine.Host.CreatePasidDomain();
        GuestPageTable table = _machine.Host.CreateGuestPageTable();
        Array.ForEach((IDisposable[])[parent, closed, gone, domain, table], static owner => owner.Dispose());
        CancellationToken ending = TestContext.Current.CancellationToken;
        foreach ((string name, Action action) in (Dictionary<string, Action>)new()
        {
            ["map"] = () => parent.Map(Iova, Data, 0x1000, Permissions.Read),
            ["unmap"] = () => parent.Unmap(Iova, 0x1000),
            ["await unmapping"] = () => parent.UnmapAsync(Iova, 0x1000, ending).AsTask(),
            ["protect"] = () => parent.Protect(Iova, 0x1000, Permissions.Read),
            ["translate"] = () => parent.TryTranslate(Iova, out _),
            ["flush"] = parent.Flush,
            ["await a flush"] = () => parent.FlushAsync(ending).AsTask(),
            ["start tracking"] = parent.StartDirtyTracking,
            ["stop tracking"] = parent.StopDirtyTracking,
            ["read marks"] = () => parent.ReadDirty(Iova, 0x1000, []),
            ["attach"] = () => parent.Attach(_endpoint),
            ["make a guest"] = () => parent.CreateVirtualIommu(new VirtualIommuOptions { ReservedDomainIds = 1 }),
            ["make a domain of PASIDs"] = () => parent.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window }),
            ["make a guest page table"] = () => parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window }),
            ["make a nested domain under a disposed parent"] = () => guest.CreateNestedDomain(DriverMachine.GuestEntry(7)),
            ["attach to a nested domain under a disposed parent"] = () => nested.Attach(_endpoint),
            ["make a nested domain"] = () => closed.CreateNestedDomain(DriverMachine.GuestEntry(7)),
            ["make a device known"] = () => closed.AddDevice(new DeviceId(1), _endpoint),
            ["execute"] = () => closed.Execute(new byte[16], new SilentObserver()),
            ["attach to a nested domain"] = () => gone.Attach(_endpoint),
            ["attach to a domain of PASIDs"] = () => domain.Attach(_endpoint),
            ["bind to a disposed domain"] = () => domain.Bind(new Pasid(1), _machine.Host.GuestTables.SnapshotTables().FirstOrDefault() ?? table),
            ["flush a domain of PASIDs"] = domain.Flush,
            ["map in a guest page table"] = () => table.Map(0x1000, Data, 0x1000, Permissions.Read),
            ["unmap in a guest page table"] = () => table.Unmap(0x1000, 0x1000),
            ["protect in a guest page table"] = () => table.Protect(0x1000, 0x1000, Permissions.Read),
            ["translate by a guest page table"] = () => table.TryTranslate(0x1000, out _),
            ["flush a guest page table"] = table.Flush,
        })
        {
            _refused.Of<ObjectDisposedException>(name, action);
        }

        PasidDomain live = _machine.Host.CreatePasidDomain();
        _refused.Of<ObjectDisposedException>("bind a disposed table", () => live.Bind(new Pasid(1), table));
        Assert.Same(_parent, _endpoint.Domain);
        Array.ForEach((IDisposable[])[parent, guest, nested, closed, gone, domain, table], static owner => owner.Dispose());
        parent.Detach(_endpoint);
        Assert.Same(_parent, _endpoint.Domain);
    }
}
