using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>Guests that bring guest CR3 tables and page tables of their own, in their own memory.</summary>
public sealed class NestedGuestTranslationTests : IDisposable
{
    private const ulong GuestMemory = 0x200_0000;
    private const ulong GuestSize = 0x100_0000;
    private const ulong Cr3 = 0x1000;
    private const ulong Root = 0x2000;
    private const ulong Address = 0x12_3456_7000;

    private readonly DriverMachine _machine = new(device: GuestUnits.Options);
    private readonly ParentDomain _parent;
    private readonly VirtualIommu _guest;
    private ulong _nextTable = 0x10_0000;

    public NestedGuestTranslationTests()
    {
        _parent = _machine.Host.CreateParentDomain();
        _parent.Map(0, GuestMemory, GuestSize, Permissions.ReadWrite);
        _guest = _parent.CreateVirtualIommu();
    }

    public void Dispose()
    {
        _parent.Dispose();
        _machine.Dispose();
    }

    private static DeviceTableEntry GuestEntry(ushort domain) =>
        DriverMachine.GuestEntry(domain) with { GuestTranslationValid = true, GuestCr3TableRoot = Cr3 };

    [Fact]
    public void A_device_goes_through_the_guests_tables_and_then_the_hosts()
    {
        SetUp(pasid: 5, target: 0x8000);
        using NestedDomain nested = _guest.CreateNestedDomain(GuestEntry(0));
        nested.Attach(_machine.Endpoint(1));
        Assert.Equal(new DmaResult(DmaOutcome.Translated, GuestMemory + 0x8123, 0x1000, Permissions.ReadWrite), _machine.Dma(_machine.Endpoint(1), 5, Address + 0x123, Permissions.Write));
        GuestTranslationCacheEntry cached = Assert.Single(_machine.Model().GuestTranslationCache.Snapshot());
        Assert.Equal((nested.DomainId.Value, 5u, Address, GuestMemory + 0x8000), (cached.DomainId.Value, cached.Pasid.Value, cached.VirtualAddress, cached.PhysicalAddress));
    }

    [Fact]
    public void The_guests_own_invalidation_of_a_PASID_reaches_the_unit_under_the_hosts_domain_id()
    {
        SetUp(pasid: 5, target: 0x8000);
        using NestedDomain nested = _guest.CreateNestedDomain(GuestEntry(40));
        using NestedDomain unrelated = _guest.CreateNestedDomain(GuestEntry(41));
        nested.Attach(_machine.Endpoint(1));
        unrelated.Attach(_machine.Endpoint(2));
        Assert.True(_machine.Dma(_machine.Endpoint(1), 5, Address).Succeeded);
        Assert.True(_machine.Dma(_machine.Endpoint(2), 5, Address).Succeeded);
        SetUp(pasid: 5, target: 0x9000);
        Assert.Equal(GuestMemory + 0x8000, _machine.Dma(_machine.Endpoint(1), 5, Address).PhysicalAddress);
        Assert.Equal(1, Execute(new InvalidateIommuPages { DomainId = new DomainId(40), Pasid = new Pasid(5), IsGuest = true, IncludePageDirectories = true, Range = PageRange.Covering(Address, 0x1000) }));
        Assert.Equal(GuestMemory + 0x9000, _machine.Dma(_machine.Endpoint(1), 5, Address).PhysicalAddress);
        Assert.Equal(GuestMemory + 0x8000, _machine.Dma(_machine.Endpoint(2), 5, Address).PhysicalAddress);
        Assert.Equal(1, Execute(new InvalidateIommuPages { DomainId = new DomainId(41), Pasid = new Pasid(6), IsGuest = true, Range = PageRange.All }));
        Assert.Equal(GuestMemory + 0x8000, _machine.Dma(_machine.Endpoint(2), 5, Address).PhysicalAddress);
        Assert.Equal(1, Execute(new InvalidateIommuPages { DomainId = new DomainId(41), IncludePageDirectories = true, Range = PageRange.All }));
        Assert.Equal(GuestMemory + 0x9000, _machine.Dma(_machine.Endpoint(2), 5, Address).PhysicalAddress);
    }

    [Fact]
    public void When_stage_2_changes_a_device_forgets_what_it_has_cached_by_the_guests_addresses()
    {
        SetUp(pasid: 0, target: 0x8000);
        using NestedDomain nested = _guest.CreateNestedDomain(GuestEntry(0) with { GuestIoValid = true });
        IommuEndpoint endpoint = _machine.Endpoint(1, options: new IommuEndpointOptions { CachesTranslations = true });
        nested.Attach(endpoint);
        Assert.Equal(GuestMemory + 0x8123, _machine.Dma(endpoint, Address + 0x123).PhysicalAddress);
        _parent.Unmap(0x8000, 0x1000);
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(endpoint, Address).Outcome);
    }

    [Fact]
    public void When_stage_2_changes_what_came_from_the_guests_tables_goes_with_its_tables_on_the_way()
    {
        SetUp(pasid: 5, target: 0x8000);
        using NestedDomain nested = _guest.CreateNestedDomain(GuestEntry(0));
        nested.Attach(_machine.Endpoint(1));
        Assert.True(_machine.Dma(_machine.Endpoint(1), 5, Address).Succeeded);
        _parent.Unmap(0x8000, 0x1000);
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(_machine.Endpoint(1), 5, Address).Outcome);

        // The page that holds the guest's root moves: what is there now counts.
        _parent.Map(0x8000, GuestMemory + 0x8000, 0x1000, Permissions.ReadWrite);
        Assert.True(_machine.Dma(_machine.Endpoint(1), 5, Address).Succeeded);
        _parent.Unmap(Root, 0x1000);
        _parent.Map(Root, GuestMemory + GuestSize, 0x1000, Permissions.ReadWrite);
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(_machine.Endpoint(1), 5, Address).Outcome);
    }

    [Fact]
    public void Moving_between_nested_domains_and_to_the_parent_leaves_nothing_of_before()
    {
        SetUp(pasid: 0, target: 0x8000);
        IommuEndpoint endpoint = _machine.Endpoint(1);
        NestedDomain first = _guest.CreateNestedDomain(GuestEntry(1));
        using NestedDomain second = _guest.CreateNestedDomain(GuestEntry(2) with { GuestIoValid = true });
        first.Attach(endpoint);
        Assert.True(_machine.Dma(endpoint, 0, Address).Succeeded);
        second.Attach(endpoint);
        Assert.Empty(_machine.Model().GuestTranslationCache.Snapshot());
        Assert.Equal(GuestMemory + 0x8000, _machine.Dma(endpoint, Address).PhysicalAddress);
        first.Dispose();
        Assert.Equal(GuestMemory + 0x8000, _machine.Dma(endpoint, Address).PhysicalAddress);
        _parent.Attach(endpoint);
        Assert.Empty(_machine.Model().GuestTranslationCache.Snapshot());
        Assert.Equal(DmaOutcome.InvalidPasid, _machine.Dma(endpoint, 0, Address).Outcome);
        Assert.Equal(GuestMemory + 0x3000, _machine.Dma(endpoint, 0x3000).PhysicalAddress);
        Assert.False(_machine.Entry(endpoint).GuestTranslationValid);
    }

    [Fact]
    public void Tables_with_more_levels_than_the_unit_walks_are_refused()
    {
        using DriverMachine machine = new(device: GuestUnits.With(static features => features with { GuestPageTableLevels = GuestPageTableLevels.Four, GuestCr3TableLevels = GuestCr3TableLevels.One }));
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu guest = parent.CreateVirtualIommu();
        Assert.Equal(GuestEntryFault.TooManyLevels, Assert.Throws<GuestEntryRefusedException>(() => guest.CreateNestedDomain(GuestEntry(0) with { GuestPagingMode = GuestPagingMode.FiveLevels })).Fault);
        Assert.Equal(GuestEntryFault.TooManyLevels, Assert.Throws<GuestEntryRefusedException>(() => guest.CreateNestedDomain(GuestEntry(0) with { GuestCr3Levels = GuestCr3TableLevels.Two })).Fault);
        using NestedDomain fits = guest.CreateNestedDomain(GuestEntry(0));
    }

    private int Execute(InvalidateIommuPages command)
    {
        byte[] bytes = new byte[Command.SizeInBytes];
        command.Write(bytes);
        return _guest.Execute(bytes, new NoObserver());
    }

    // The guest writes its tables into its own memory.
    private void SetUp(uint pasid, ulong target)
    {
        Word(Cr3 + (pasid * 8)) = new GuestCr3TableEntry { IsValid = true, Address = Root }.ToRaw();
        ulong table = Root;
        for (int level = 4; level > 1; level--)
        {
            ref ulong word = ref Word(table + (ulong)(GuestVirtualAddress.FromRaw(Address).IndexAt(level) * 8));
            if (word == 0)
            {
                word = new GuestPageTableEntry { IsPresent = true, IsWritable = true, IsUser = true, Address = _nextTable }.ToRaw();
                _nextTable += 0x1000;
            }

            table = GuestPageTableEntry.FromRaw(word).Address;
        }

        Word(table + (ulong)(GuestVirtualAddress.FromRaw(Address).IndexAt(1) * 8)) = new GuestPageTableEntry { IsPresent = true, IsWritable = true, IsUser = true, Address = target }.ToRaw();
    }

    private ref ulong Word(ulong guestPhysical)
    {
        Assert.True(_machine.Memory.TryGetSpan(GuestMemory + guestPhysical, 8, out Span<byte> bytes));
        return ref System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes)[0];
    }

    private sealed class NoObserver : IGuestCommandObserver
    {
        public void OnCompletionWait(CompletionWait command)
        {
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }
    }
}
