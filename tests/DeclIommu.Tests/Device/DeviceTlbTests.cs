using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class DeviceTlbTests : IDisposable
{
    private const ulong Iova = 0x40_0000;

    private static readonly DeviceId s_device = new(8);

    private readonly Machine _machine = new(Machine.Stepped);
    private readonly ulong _root;
    private readonly DeviceTlb _tlb;

    public DeviceTlbTests()
    {
        _root = _machine.NewTable();
        _machine.Map(_root, Iova, Machine.Data);
        _machine.Map(_root, Iova + 0x1000, Machine.Data + 0x1000, Permissions.Read);
        Attach(allows: true);
        _tlb = _machine.Device.GetDeviceTlb(s_device);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void What_a_device_has_cached_outlives_the_page_table_and_the_units_caches_until_the_device_is_told()
    {
        Assert.Equal(Machine.Data + 0x10, _tlb.Translate(null, Iova + 0x10, Permissions.Read).PhysicalAddress);
        _machine.Unmap(_root, Iova);
        _machine.InvalidatePages(1, PageRange.All);
        Assert.Equal(DmaOutcome.NotPresent, _machine.Device.Translate(s_device, Iova, Permissions.Read).Outcome);
        Assert.Equal(Machine.Data, _tlb.Translate(null, Iova, Permissions.Read).PhysicalAddress);
        _machine.Execute(new InvalidateIommuAll().ToRaw());
        Assert.Equal(Machine.Data, _tlb.Translate(null, Iova, Permissions.Read).PhysicalAddress);
        Tell(new InvalidateIotlbPages { DeviceId = s_device, Range = PageRange.Covering(Iova, 0x1000) });
        Assert.Equal(DmaOutcome.NotPresent, _tlb.Translate(null, Iova, Permissions.Read).Outcome);
    }

    [Fact]
    public void A_device_forgets_exactly_the_range_it_is_told_to_and_nothing_that_another_is()
    {
        _tlb.Translate(null, Iova, Permissions.Read);
        _tlb.Translate(null, Iova + 0x1000, Permissions.Read);
        Tell(new InvalidateIotlbPages { DeviceId = new DeviceId(9), Range = PageRange.All });
        Tell(new InvalidateIotlbPages { DeviceId = s_device, IsGuest = true, Pasid = new Pasid(3), Range = PageRange.All });
        Assert.Equal(2, _tlb.Snapshot().Count);
        Tell(new InvalidateIotlbPages { DeviceId = s_device, Range = PageRange.Covering(Iova + 0x1000, 0x1000) });
        Assert.Equal([Iova], _tlb.Snapshot().Select(static entry => entry.VirtualAddress));
    }

    [Fact]
    public void A_device_whose_entry_does_not_allow_it_caches_nothing_and_uses_nothing_it_has()
    {
        _tlb.Translate(null, Iova, Permissions.Read);
        Attach(allows: false);
        _machine.Execute(new InvalidateDeviceTableEntry { DeviceId = s_device }.ToRaw());
        Assert.Equal(DmaOutcome.Blocked, _tlb.Translate(null, Iova, Permissions.Read).Outcome);
        Assert.True(_tlb.Translate(null, Iova + 0x1000, Permissions.Read).Succeeded);
        Assert.Single(_tlb.Snapshot());
    }

    [Fact]
    public void Permissions_are_those_of_the_translation()
    {
        Assert.True(_tlb.Translate(null, Iova + 0x1000, Permissions.Read).Succeeded);
        Assert.Equal(DmaOutcome.PermissionDenied, _tlb.Translate(null, Iova + 0x1000, Permissions.Write).Outcome);
        Assert.True(_tlb.Translate(null, Iova, Permissions.ReadWrite).Succeeded);
    }

    private void Attach(bool allows) => _machine.SetEntry(s_device, Machine.EntryOf(1, _root) with { IotlbEnabled = allows });

    private void Tell(InvalidateIotlbPages command) => _machine.Execute(command.ToRaw());
}
