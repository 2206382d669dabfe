using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class InvalidationTests : IDisposable
{
    private const ushort DiskDomain = 1;
    private const ushort OtherDomain = 2;

    private static readonly DeviceId Disk = new(0x0020);
    private static readonly DeviceId Other = new(0x0028);

    private readonly Machine _machine = new(Machine.Stepped);
    private readonly ulong _root;

    public InvalidationTests()
    {
        _root = _machine.NewTable();
        for (ulong page = 0; page < 8; page++)
        {
            _machine.Map(_root, page * 4096, Machine.Data + (page * 4096));
        }

        _machine.Attach(Disk, DiskDomain, _root);
        _machine.Attach(Other, OtherDomain, _root);
    }

    public void Dispose() => _machine.Dispose();

    private DmaOutcome Translate(DeviceId device, ulong iova) => _machine.Device.Translate(device, iova, Permissions.Read).Outcome;

    // Loads every page under both domains, then takes all pages out of the table: what is still translated comes from a cache.
    private void FillThenUnmapAll()
    {
        for (ulong page = 0; page < 8; page++)
        {
            Assert.Equal(DmaOutcome.Translated, Translate(Disk, page * 4096));
            Assert.Equal(DmaOutcome.Translated, Translate(Other, page * 4096));
            _machine.Unmap(_root, page * 4096);
        }
    }

    private int[] StalePages(DeviceId device) => [.. Enumerable.Range(0, 8).Where(page => Translate(device, (ulong)page * 4096) == DmaOutcome.Translated)];

    [Fact]
    public void A_translation_stays_until_it_is_invalidated()
    {
        FillThenUnmapAll();

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], StalePages(Disk));
    }

    [Theory]
    [InlineData(0x3000ul, false, new[] { 0, 1, 2, 4, 5, 6, 7 })]
    [InlineData(0x2000ul, true, new[] { 0, 1, 4, 5, 6, 7 })]
    [InlineData(0x1000ul, true, new[] { 4, 5, 6, 7 })]
    [InlineData(0x0000ul, true, new[] { 2, 3, 4, 5, 6, 7 })]
    [InlineData(0x7FFF_FFFF_FFFF_F000ul, true, new int[0])]
    [InlineData(0x8000ul, false, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void An_invalidation_takes_its_range_and_nothing_else(ulong address, bool isRange, int[] left)
    {
        FillThenUnmapAll();

        _machine.Execute(new InvalidateIommuPages { DomainId = new DomainId(DiskDomain), Address = address, IsRange = isRange, IncludePageDirectories = true }.ToRaw());

        Assert.Equal(left, StalePages(Disk));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], StalePages(Other));
    }

    [Fact]
    public void One_page_of_a_large_page_invalidates_all_of_it()
    {
        ulong table = _machine.NewTable();
        _machine.WriteWord(table, new HostPageTableEntry { IsPresent = true, Address = 0x20_0000, ReadAllowed = true }.ToRaw());
        _machine.Attach(Disk, 3, table, PagingMode.TwoLevels);
        Assert.Equal(DmaOutcome.Translated, Translate(Disk, 0x1F_0000));
        _machine.WriteWord(table, 0);

        _machine.InvalidatePages(3, PageRange.Covering(0x1000, 0x1000));

        Assert.Equal(DmaOutcome.NotPresent, Translate(Disk, 0x1F_0000));
    }

    [Fact]
    public void Page_directories_go_with_PDE_and_stay_without()
    {
        Assert.Equal(DmaOutcome.Translated, Translate(Disk, 0));
        ulong emptied = _machine.NewTable();
        _machine.Map(emptied, 0, Machine.Data);
        _machine.WriteWord(_root, _machine.ReadWord(emptied));

        _machine.InvalidatePages(DiskDomain, PageRange.All, includePageDirectories: false);
        Assert.Equal(DmaOutcome.Translated, Translate(Disk, 0x1000));

        _machine.InvalidatePages(DiskDomain, PageRange.All);
        Assert.Equal(DmaOutcome.NotPresent, Translate(Disk, 0x1000));
    }

    [Fact]
    public void INVALIDATE_IOMMU_ALL_takes_entries_directories_and_translations_of_all_domains()
    {
        FillThenUnmapAll();
        _machine.SetEntry(Other, default);

        _machine.Execute(new InvalidateIommuAll().ToRaw());

        Assert.Equal(0, _machine.Device.TranslationCache.Count);
        Assert.Empty(StalePages(Disk));
        Assert.Equal(DmaOutcome.PassedThrough, Translate(Other, 0));
    }

    [Fact]
    public void A_guest_invalidation_leaves_host_translations()
    {
        FillThenUnmapAll();

        _machine.Execute(new InvalidateIommuPages { DomainId = new DomainId(DiskDomain), Range = PageRange.All, IsGuest = true }.ToRaw());

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], StalePages(Disk));
    }

    [Fact]
    public void Devices_of_one_domain_share_its_translations_but_not_each_others_permissions()
    {
        var reader = new DeviceId(0x0030);
        _machine.Attach(reader, DiskDomain, _root, permissions: Permissions.Read);

        Assert.Equal(Permissions.Read, _machine.Device.Translate(reader, 0, Permissions.Read).Permissions);
        Assert.Equal(Permissions.ReadWrite, _machine.Device.Translate(Disk, 0, Permissions.Write).Permissions);
        Assert.Equal(DmaOutcome.PermissionDenied, _machine.Device.Translate(reader, 0, Permissions.Write).Outcome);
        Assert.Equal(1, _machine.Device.TranslationCache.Count);
    }

    [Fact]
    public void The_cache_is_shown_as_it_is()
    {
        Translate(Other, 0x1234);
        Translate(Disk, 0x3000);
        Translate(Disk, 0x1FFF);

        Assert.Equal(
            [
                new TranslationCacheEntry(new DomainId(DiskDomain), 0x1000, 4096, Machine.Data + 0x1000, Permissions.ReadWrite),
                new TranslationCacheEntry(new DomainId(DiskDomain), 0x3000, 4096, Machine.Data + 0x3000, Permissions.ReadWrite),
                new TranslationCacheEntry(new DomainId(OtherDomain), 0x1000, 4096, Machine.Data + 0x1000, Permissions.ReadWrite),
            ],
            _machine.Device.TranslationCache.Snapshot());
    }

    [Fact]
    public void A_prefetch_loads_pages_before_they_are_asked_for()
    {
        _machine.Execute(new PrefetchIommuPages { DeviceId = Disk, Count = 3, Address = 0x2000 }.ToRaw());

        Assert.Equal([0x2000ul, 0x3000ul, 0x4000ul], _machine.Device.TranslationCache.Snapshot().Select(entry => entry.VirtualAddress));
    }

    [Fact]
    public void A_prefetch_with_Inval_loads_afresh()
    {
        Translate(Disk, 0x2000);
        _machine.Map(_root, 0x2000, Machine.Data + 0x9000);

        _machine.Execute(new PrefetchIommuPages { DeviceId = Disk, Count = 1, Address = 0x2000, Invalidate = true }.ToRaw());

        Assert.Equal(Machine.Data + 0x9000, Assert.Single(_machine.Device.TranslationCache.Snapshot()).PhysicalAddress);
    }

    [Fact]
    public void A_miss_loads_as_many_further_pages_as_the_options_say()
    {
        using var machine = new Machine(new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, PrefetchedPages = 2 });
        ulong root = machine.NewTable();
        for (ulong page = 0; page < 8; page++)
        {
            machine.Map(root, page * 4096, Machine.Data);
        }

        machine.Attach(Disk, DiskDomain, root);
        machine.Device.Translate(Disk, 0x1000, Permissions.Read);

        Assert.Equal([0x1000ul, 0x2000ul, 0x3000ul], machine.Device.TranslationCache.Snapshot().Select(entry => entry.VirtualAddress));
    }
}
