using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class AttachTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void A_device_is_translated_while_attached_and_blocked_before_and_after()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint endpoint = machine.Endpoint(9);
        Assert.Equal(DmaOutcome.Blocked, machine.Dma(endpoint, Iova).Outcome);
        parent.Attach(endpoint);
        Assert.Same(parent, endpoint.Domain);
        Assert.Equal(1, parent.EndpointCount);
        Assert.Equal(Data + 5, machine.Dma(endpoint, Iova + 5).PhysicalAddress);
        Assert.Equal(DmaOutcome.PermissionDenied, machine.Dma(endpoint, Iova, Permissions.Write).Outcome);
        parent.Detach(endpoint);
        Assert.Null(endpoint.Domain);
        Assert.Equal(0, parent.EndpointCount);
        Assert.Equal(DmaOutcome.Blocked, machine.Dma(endpoint, Iova).Outcome);
    }

    [Fact]
    public void A_device_of_another_host_is_refused()
    {
        using DriverMachine machine = new();
        using DriverMachine other = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        Assert.Equal((ushort)3, Assert.Throws<ForeignEndpointException>(() => parent.Attach(other.Endpoint(3))).Device);
        Assert.Throws<ForeignEndpointException>(() => machine.Host.GetEndpoint(other.Units[0], new DeviceId(3)));
        Assert.Throws<ForeignEndpointException>(() => machine.Endpoint(128));
        Assert.Equal(0, parent.EndpointCount);
    }

    [Fact]
    public void A_unit_serves_one_host_at_a_time()
    {
        using DriverMachine machine = new();
        Assert.Throws<ArgumentException>(() => new IommuHost(machine.Units));
        Assert.Throws<ArgumentException>(() => new IommuHost([]));
        machine.Host.Dispose();
        using IommuHost next = new(machine.Units);
    }

    [Fact]
    public void Disposed_domains_and_hosts_refuse_and_disposing_twice_does_nothing()
    {
        using DriverMachine machine = new();
        ParentDomain parent = machine.Host.CreateParentDomain();
        VirtualIommu guest = parent.CreateVirtualIommu();
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        Assert.Equal(new Leftovers(0, 1, 1), parent.Close());
        Assert.Equal(default, parent.Close());
        parent.Dispose();
        guest.Dispose();
        nested.Dispose();
        Assert.Throws<ObjectDisposedException>(() => parent.Map(Iova, Data, 0x1000, Permissions.Read));
        Assert.Throws<ObjectDisposedException>(() => parent.Unmap(Iova, 0x1000));
        Assert.Throws<ObjectDisposedException>(() => parent.Attach(machine.Endpoint(1)));
        Assert.Throws<ObjectDisposedException>(() => nested.Attach(machine.Endpoint(1)));
        Assert.Throws<ObjectDisposedException>(() => guest.CreateNestedDomain(DriverMachine.GuestEntry(2)));
        Assert.Throws<ObjectDisposedException>(() => parent.CreateVirtualIommu());
        machine.Host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => machine.Host.CreateParentDomain());
    }

    [Fact]
    public void Disposing_with_devices_attached_blocks_them_reports_them_and_gives_everything_back()
    {
        using DriverMachine machine = new();
        int frames = machine.Frames.FreeCount;
        ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        VirtualIommu guest = parent.CreateVirtualIommu();
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        parent.Attach(machine.Endpoint(1));
        nested.Attach(machine.Endpoint(2));
        machine.Dma(machine.Endpoint(1), Iova);
        machine.Dma(machine.Endpoint(2), Iova);
        Assert.Equal(new Leftovers(2, 1, 1), parent.Close());
        Assert.Equal(DmaOutcome.Blocked, machine.Dma(machine.Endpoint(1), Iova).Outcome);
        Assert.Equal(DmaOutcome.Blocked, machine.Dma(machine.Endpoint(2), Iova).Outcome);
        Assert.Empty(machine.Model().TranslationCache.Snapshot());
        Assert.Equal((0, 0), (machine.Host.QuarantinedDomainIds, guest.DomainIdsHeld));
        Assert.Equal(frames, machine.Frames.FreeCount);
    }

    [Fact]
    public void With_its_last_device_on_a_unit_everything_under_the_id_goes_and_with_an_earlier_one_nothing_does()
    {
        using DriverMachine machine = new(units: 2);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint[] endpoints = [machine.Endpoint(1), machine.Endpoint(2), machine.Endpoint(1, unit: 1)];
        foreach (IommuEndpoint endpoint in endpoints)
        {
            parent.Attach(endpoint);
            machine.Dma(endpoint, Iova);
        }

        parent.Detach(endpoints[0]);
        Assert.NotEmpty(machine.Cached(parent.DomainId));
        parent.Detach(endpoints[1]);
        Assert.Empty(machine.Cached(parent.DomainId));
        Assert.NotEmpty(machine.Cached(parent.DomainId, unit: 1));
    }

    [Fact]
    public void Going_back_to_the_parent_or_on_to_another_nested_domain_leaves_nothing_of_the_old_id()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain first = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        using NestedDomain second = guest.CreateNestedDomain(DriverMachine.GuestEntry(2));
        IommuEndpoint endpoint = machine.Endpoint(1);
        foreach ((IommuDomain to, IommuDomain? from) in new (IommuDomain, IommuDomain?)[] { (first, null), (second, first), (parent, second), (first, parent) })
        {
            to.Attach(endpoint);
            Assert.Equal(to.DomainId.Value, machine.Entry(endpoint).DomainId.Value);
            Assert.Equal(Data, machine.Dma(endpoint, Iova).PhysicalAddress);
            Assert.NotEmpty(machine.Cached(to.DomainId));
            Assert.True(from is null || machine.Cached(from.DomainId).Count == 0, $"Something is cached under {from?.DomainId}, which no device uses.");
        }

        Assert.Equal((1, 0, 0), (first.EndpointCount, second.EndpointCount, parent.EndpointCount));
    }

    [Fact]
    public void Growth_of_the_parents_table_reaches_devices_of_nested_domains_which_stay_nested()
    {
        using DriverMachine machine = new(units: 2);
        using ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 2 });
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        IommuEndpoint direct = machine.Endpoint(1);
        IommuEndpoint through = machine.Endpoint(2, unit: 1);
        parent.Attach(direct);
        nested.Attach(through);
        machine.Dma(direct, Iova);
        machine.Dma(through, Iova);
        const ulong High = 1UL << 47;
        Assert.Equal(DmaOutcome.AddressOutOfRange, machine.Dma(through, High).Outcome);

        parent.Map(High, Data + 0x1000, 0x1000, Permissions.Read);
        Assert.Equal(4, parent.Levels);
        Assert.Equal(Data + 0x1000, machine.Dma(direct, High).PhysicalAddress);
        Assert.Equal(Data + 0x1000, machine.Dma(through, High).PhysicalAddress);
        Assert.Equal(Data, machine.Dma(through, Iova).PhysicalAddress);
        Assert.Equal(nested.DomainId.Value, machine.Entry(through).DomainId.Value);
        Assert.Equal(MappingFault.OutOfRange, Assert.Throws<MappingException>(() => machine.Host.CreateParentDomain().Map(ulong.MaxValue - 0xFFF, 1UL << 52, 0x1000, Permissions.Read)).Fault);
    }

    [Fact]
    public void The_interrupt_fields_of_an_entry_stay_as_their_owner_set_them()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        IommuEndpoint endpoint = machine.Endpoint(4);
        DeviceTableEntry entry = DeviceTableEntries.Blocked with
        {
            InterruptMapValid = true, InterruptTableLength = InterruptTableLength.Entries512, InterruptTableRoot = 0x12_3480, InterruptControl = InterruptControl.Remap, NmiPass = true, Lint1Pass = true,
        };
        machine.Units[0].DeviceTable.Write(endpoint.DeviceId, default, entry);
        parent.Attach(endpoint);
        parent.Detach(endpoint);
        Assert.Equal(entry, machine.Entry(endpoint));
    }

    [Fact]
    public void Half_a_change_is_never_a_translation_that_was_not_asked_for()
    {
        HashSet<DmaOutcome> seen = [];
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint endpoint = machine.Endpoint(1);
        machine.WhenPumped = () => seen.Add(machine.Dma(endpoint, Iova).Outcome);
        parent.Attach(endpoint);
        parent.Detach(endpoint);
        parent.Attach(endpoint);
        machine.WhenPumped = null;
        seen.ExceptWith([DmaOutcome.Blocked, DmaOutcome.Translated]);
        Assert.Empty(seen);
        Assert.Equal(DmaOutcome.Translated, machine.Dma(endpoint, Iova).Outcome);
    }
}
