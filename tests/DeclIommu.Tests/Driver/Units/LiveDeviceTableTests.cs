using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>The first host is not disposed: its system is gone when the second one takes over.</summary>
public sealed class LiveDeviceTableTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void Devices_go_on_by_the_entries_of_an_earlier_owner_whose_domain_ids_nobody_gets_until_they_are_released()
    {
        DriverMachine machine = new();
        ParentDomain before = machine.Host.CreateParentDomain();
        before.Map(Iova, Data, 0x1000, Permissions.Read);
        ParentDomain other = machine.Host.CreateParentDomain();
        before.Attach(machine.Endpoint(1));
        other.Attach(machine.Endpoint(2));
        ushort[] live = [before.DomainId.Value, other.DomainId.Value];
        Assert.True(machine.Dma(machine.Endpoint(1), Iova).Succeeded);

        // Another system takes over, without a word from the first.
        using IommuUnit unit = new(machine.Model(), machine.Memory, machine.Frames, new IommuUnitOptions { DeviceTableFrames = 1, Pump = machine, KeepsLiveTranslations = true });
        using IommuHost host = new([unit]);
        Assert.Equal(2, host.AdoptedDomainIds);
        DmaResult Dma(ushort device) => machine.Model().Translate(new DeviceId(device), Iova, Permissions.Read);
        Assert.Equal(Data, Dma(1).PhysicalAddress);
        Assert.Equal(DmaOutcome.Blocked, Dma(3).Outcome);
        HostDomainId[] given = [.. Enumerable.Range(0, 100).Select(_ => host.CreateParentDomain().DomainId)];
        Assert.Empty(given.Select(static id => id.Value).Intersect(live));

        // One device is attached anew; the other is still the earlier owner's.
        ParentDomain next = host.CreateParentDomain();
        next.Map(Iova, Data + 0x5000, 0x1000, Permissions.Read);
        next.Attach(host.GetEndpoint(unit, new DeviceId(2)));
        Assert.Equal((Data, Data + 0x5000), (Dma(1).PhysicalAddress, Dma(2).PhysicalAddress));
        host.ReleaseAdopted();
        Assert.Equal(0, host.AdoptedDomainIds);
        Assert.Equal((DmaOutcome.Blocked, Data + 0x5000), (Dma(1).Outcome, Dma(2).PhysicalAddress));
        Assert.DoesNotContain(machine.Model().TranslationCache.Snapshot(), entry => live.Contains(entry.DomainId.Value));
    }

    [Fact]
    public void Adopted_ids_stay_away_from_everybody_until_every_unit_that_has_them_has_forgotten_them()
    {
        DriverMachine machine = new(units: 2);
        ParentDomain before = machine.Host.CreateParentDomain();
        before.Map(Iova, Data, 0x1000, Permissions.Read);
        before.Attach(machine.Endpoint(1));
        before.Attach(machine.Endpoint(2, unit: 1));
        machine.Dma(machine.Endpoint(2, unit: 1), Iova);
        StoppedClock clock = new();
        IommuUnit[] units = [.. Enumerable.Range(0, 2).Select(index => new IommuUnit(machine.Model(index), machine.Memory, machine.Frames, new IommuUnitOptions
        {
            Name = $"next {index}", DeviceTableFrames = 1, Pump = machine, KeepsLiveTranslations = true, TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1),
        }))];
        using IommuHost host = new(units);
        Assert.Equal(1, host.AdoptedDomainIds);
        machine.Model(1).Translate(new DeviceId(2), Iova, Permissions.Read);
        machine.Dead.Add(1);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("next 1", Assert.Throws<IommuUnitFailedException>(host.ReleaseAdopted).Unit);
        Assert.Equal(1, host.AdoptedDomainIds);
        while (host.Ids.TryAllocate(out HostDomainId id))
        {
            Assert.NotEqual(before.DomainId.Value, id.Value);
        }

        machine.Dead.Clear();
        machine.WhenPumped = null;
        units[1].Recover();
        host.ReleaseAdopted();
        Assert.Equal(0, host.AdoptedDomainIds);
        Assert.True(host.Ids.TryAllocate(out HostDomainId released));
        Assert.Equal(before.DomainId.Value, released.Value);
        Assert.All(units, unit => Assert.Empty(machine.Model(unit.Index).TranslationCache.Snapshot()));
    }

    [Fact]
    public void Unless_asked_to_a_unit_blocks_every_device_at_first()
    {
        DriverMachine machine = new();
        ParentDomain before = machine.Host.CreateParentDomain();
        before.Map(Iova, Data, 0x1000, Permissions.Read);
        before.Attach(machine.Endpoint(1));
        using IommuUnit unit = new(machine.Model(), machine.Memory, machine.Frames, new IommuUnitOptions { DeviceTableFrames = 1, Pump = machine });
        using IommuHost host = new([unit]);
        Assert.Equal((0, DmaOutcome.Blocked), (host.AdoptedDomainIds, machine.Model().Translate(new DeviceId(1), Iova, Permissions.Read).Outcome));
    }
}
