using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class UnmapTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void Unmapping_what_another_thread_is_unmapping_returns_no_earlier_than_the_units_have_forgotten_it()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(machine.Endpoint(1));
        machine.Dma(machine.Endpoint(1), Iova);
        bool hasCome = false;
        machine.WhenPumped = () =>
        {
            if (!hasCome)
            {
                hasCome = true;
                Assert.Equal(0UL, parent.Unmap(Iova, 0x1000));
                Assert.Empty(machine.Cached(parent.DomainId));
            }
        };
        Assert.Equal(0x1000UL, parent.Unmap(Iova, 0x1000));
        Assert.True(hasCome);
        Assert.Equal(0, parent.UnconfirmedRanges);
    }

    [Fact]
    public void After_unmap_no_unit_has_the_range_cached_under_the_parent_or_any_nested_domain_on_it()
    {
        using DriverMachine machine = new(units: 2);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x4000, Permissions.ReadWrite);
        using VirtualIommu first = parent.CreateVirtualIommu();
        using VirtualIommu second = parent.CreateVirtualIommu();
        using NestedDomain zero = first.CreateNestedDomain(DriverMachine.GuestEntry(0));
        using NestedDomain seven = second.CreateNestedDomain(DriverMachine.GuestEntry(7));
        (IommuDomain Domain, IommuEndpoint Endpoint, int Unit)[] users =
        [
            (parent, machine.Endpoint(1), 0), (zero, machine.Endpoint(2), 0), (zero, machine.Endpoint(2, unit: 1), 1), (seven, machine.Endpoint(3, unit: 1), 1),
        ];
        foreach ((IommuDomain domain, IommuEndpoint endpoint, int unit) in users)
        {
            domain.Attach(endpoint);
            Assert.Equal(Data + 0x1234, machine.Dma(endpoint, Iova + 0x1234).PhysicalAddress);
            Assert.NotEmpty(machine.Cached(domain.DomainId, unit));
        }

        Assert.Equal(0x4000UL, parent.Unmap(Iova, 0x4000));
        foreach ((IommuDomain domain, IommuEndpoint endpoint, int unit) in users)
        {
            Assert.Empty(machine.Cached(domain.DomainId, unit));
            Assert.Equal(DmaOutcome.NotPresent, machine.Dma(endpoint, Iova + 0x1234).Outcome);
        }
    }

    [Fact]
    public void Unrelated_domains_and_unrelated_addresses_stay_cached()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { LargestPage = 4096 });
        using ParentDomain other = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x4000, Permissions.Read);
        other.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint mine = machine.Endpoint(1);
        IommuEndpoint theirs = machine.Endpoint(2);
        parent.Attach(mine);
        other.Attach(theirs);
        machine.Dma(mine, Iova);
        machine.Dma(mine, Iova + 0x3000);
        machine.Dma(theirs, Iova);

        parent.Unmap(Iova, 0x1000);
        Assert.Equal([(Iova + 0x3000, Data + 0x3000)], machine.Cached(parent.DomainId));
        Assert.Equal([(Iova, Data)], machine.Cached(other.DomainId));
    }

    [Fact]
    public void Exactly_the_units_with_devices_under_the_parent_are_told_and_each_once_for_each_domain_id_in_use_there()
    {
        using DriverMachine machine = new(units: 3);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(9));
        using NestedDomain unused = guest.CreateNestedDomain(DriverMachine.GuestEntry(10));
        parent.Attach(machine.Endpoint(1));
        nested.Attach(machine.Endpoint(2));
        nested.Attach(machine.Endpoint(3));
        nested.Attach(machine.Endpoint(4, unit: 2));
        machine.ClearRecords();

        parent.Unmap(Iova, 0x1000);
        Assert.Equal(
            new[] { (parent.DomainId.Value, Iova, Iova + 0xFFF), (nested.DomainId.Value, Iova, Iova + 0xFFF) }.Order(),
            machine.Registers[0].PageInvalidations().Order());
        Assert.Equal((1, 3), (machine.Registers[0].TailWrites, machine.Registers[0].Commands.Count));
        Assert.Empty(machine.Registers[1].Commands);
        Assert.Equal([(nested.DomainId.Value, Iova, Iova + 0xFFF)], machine.Registers[2].PageInvalidations());
    }

    [Fact]
    public void Unmap_does_not_return_before_every_unit_concerned_has_confirmed()
    {
        using DriverMachine machine = new(units: 2);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint near = machine.Endpoint(1);
        IommuEndpoint far = machine.Endpoint(1, unit: 1);
        parent.Attach(near);
        parent.Attach(far);
        machine.Dma(near, Iova);
        machine.Dma(far, Iova);
        int pumps = 0;
        machine.Dead.Add(1);
        machine.WhenPumped = () =>
        {
            if (++pumps == 50)
            {
                Assert.Empty(machine.Cached(parent.DomainId));
                Assert.NotEmpty(machine.Cached(parent.DomainId, unit: 1));
                machine.Dead.Clear();
            }
        };

        parent.Unmap(Iova, 0x1000);
        Assert.True(pumps >= 50, "Unmap returned before the second unit had executed anything.");
        Assert.Empty(machine.Cached(parent.DomainId, unit: 1));
    }

    [Fact]
    public void A_range_is_split_where_that_takes_few_commands_so_that_its_neighbours_stay_cached()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { LargestPage = 4096 });
        parent.Map(Iova, Data, 0x8000, Permissions.Read);
        IommuEndpoint endpoint = machine.Endpoint(1);
        parent.Attach(endpoint);
        for (ulong page = 0; page < 8; page++)
        {
            machine.Dma(endpoint, Iova + (page * 0x1000));
        }

        machine.ClearRecords();
        parent.Unmap(Iova + 0x1000, 0x2000);
        Assert.Equal(
            [(parent.DomainId.Value, Iova + 0x1000, Iova + 0x1FFF), (parent.DomainId.Value, Iova + 0x2000, Iova + 0x2FFF)],
            machine.Registers[0].PageInvalidations());
        Assert.Equal([0UL, 3, 4, 5, 6, 7], machine.Cached(parent.DomainId).Select(entry => (entry.Iova - Iova) / 0x1000));
    }

    [Fact]
    public void Past_the_threshold_a_flush_widens_to_everything_and_is_still_complete()
    {
        using DriverMachine machine = new(host: new IommuHostOptions { MostCommandsPerFlush = 3 });
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        List<NestedDomain> domains = [];
        for (ushort id = 0; id < 4; id++)
        {
            NestedDomain domain = guest.CreateNestedDomain(DriverMachine.GuestEntry(id));
            domain.Attach(machine.Endpoint(id));
            machine.Dma(machine.Endpoint(id), Iova);
            domains.Add(domain);
        }

        machine.ClearRecords();
        parent.Unmap(Iova, 0x1000);
        Assert.Equal([CommandOpcode.InvalidateIommuAll, CommandOpcode.CompletionWait], machine.Registers[0].Commands.Select(command => command.Opcode));
        Assert.All(domains, domain => Assert.Empty(machine.Cached(domain.DomainId)));
    }

    [Fact]
    public void Devices_that_cache_translations_themselves_are_told_too_also_through_nested_domains()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x2000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        IommuEndpoint caching = machine.Endpoint(5, options: new IommuEndpointOptions { CachesTranslations = true, InvalidationQueueDepth = 8 });
        nested.Attach(caching);
        nested.Attach(machine.Endpoint(6));
        Assert.True(machine.Entry(caching).IotlbEnabled);
        Assert.False(machine.Entry(machine.Endpoint(6)).IotlbEnabled);
        machine.ClearRecords();

        parent.Unmap(Iova, 0x2000);
        Assert.Equal([(5, 8, Iova, Iova + 0x1FFF)], machine.Registers[0].Of(CommandOpcode.InvalidateIotlbPages, static command =>
        {
            command.TryAs(out InvalidateIotlbPages pages);
            return (pages.DeviceId.Value, pages.MaxPending, pages.Range.Start, pages.Range.Last);
        }).Select(command => ((int)command.Item1, (int)command.Item2, command.Item3, command.Item4)));
    }

    [Fact]
    public void Frames_of_tables_that_became_empty_come_back_only_after_the_flush()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        int before = machine.Frames.FreeCount;
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(machine.Endpoint(1));
        machine.Dma(machine.Endpoint(1), Iova);
        int mapped = machine.Frames.FreeCount;
        int least = int.MaxValue;
        machine.WhenPumped = () => least = Math.Min(least, before - machine.Frames.FreeCount);
        parent.Unmap(Iova, 0x1000);
        Assert.Equal(before - mapped, least);
        Assert.Equal(before, machine.Frames.FreeCount);
    }
}
