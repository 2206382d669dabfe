using CsCheck;
using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DirtyTrackingTests
{
    private const ulong Iova = 0x4000_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void Pages_written_are_told_once_and_those_read_never()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.ReadWrite);
        parent.Map(Iova + 0x1000, Data + 0x2000, 0x1000, Permissions.ReadWrite);
        parent.Map(Iova + 0x2000, Data + 0x5000, 0x1000, Permissions.ReadWrite);
        IommuEndpoint endpoint = machine.Endpoint(1);
        parent.Attach(endpoint);
        Write(machine, endpoint, Iova);
        parent.StartDirtyTracking();
        Assert.Equal([], Read(parent));
        Assert.True(machine.Dma(endpoint, Iova + 0x1000).Succeeded);
        Write(machine, endpoint, Iova);
        Write(machine, endpoint, Iova + 0x2000);
        Assert.Equal([new(Iova, 0x1000), new(Iova + 0x2000, 0x1000)], Read(parent, clear: false));
        Assert.Equal([new(Iova, 0x1000), new(Iova + 0x2000, 0x1000)], Read(parent));
        Assert.Equal([], Read(parent));

        // From the cache, which knew the page as written.
        Write(machine, endpoint, Iova);
        Assert.Equal([new(Iova, 0x1000)], Read(parent));
        parent.StopDirtyTracking();
        Write(machine, endpoint, Iova + 0x2000);
        Assert.Throws<InvalidOperationException>(() => Read(parent));
        parent.StartDirtyTracking();
        Assert.Equal([], Read(parent));
    }

    [Fact]
    public void Devices_of_nested_domains_and_those_that_come_later_are_tracked_too()
    {
        using DriverMachine machine = new(units: 2, device: GuestUnits.Options);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        using NestedDomain later = guest.CreateNestedDomain(DriverMachine.GuestEntry(2));
        parent.Map(Iova, Data, 0x1_0000, Permissions.ReadWrite);
        parent.Attach(machine.Endpoint(1));
        nested.Attach(machine.Endpoint(2, unit: 1));
        foreach (IommuEndpoint endpoint in (IommuEndpoint[])[machine.Endpoint(1), machine.Endpoint(2, unit: 1)])
        {
            Write(machine, endpoint, Iova);
        }

        parent.StartDirtyTracking();
        later.Attach(machine.Endpoint(3));
        foreach (IommuEndpoint endpoint in (IommuEndpoint[])[machine.Endpoint(1), machine.Endpoint(2, unit: 1), machine.Endpoint(3)])
        {
            Assert.Equal(HostAccessDirtyMode.AccessedAndDirty, machine.Entry(endpoint).HostAccessDirty);
            Write(machine, endpoint, Iova + 0x4000);
            Assert.Equal([new(Iova, 0x1_0000)], Read(parent));
            Assert.Equal([], Read(parent));
        }

        parent.StopDirtyTracking();
        Assert.Equal(HostAccessDirtyMode.None, machine.Entry(machine.Endpoint(2, unit: 1)).HostAccessDirty);
    }

    [Fact]
    public void A_mark_in_any_entry_of_a_large_page_counts_and_survives_its_splitting()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x40_0000, Permissions.ReadWrite);
        IommuEndpoint endpoint = machine.Endpoint(1);
        parent.Attach(endpoint);
        parent.StartDirtyTracking();
        Write(machine, endpoint, Iova + 0x3F_F000);
        Assert.Equal([new(Iova, 0x40_0000)], Read(parent, Iova, 0x1000, clear: false));
        parent.Protect(Iova, 0x1000, Permissions.Read);
        ulong bytes = parent.ReadDirty(Iova, 0x40_0000, [], clear: false);
        Assert.Equal(0x40_0000UL, bytes);
    }

    [Theory]
    [MemberData(nameof(HostPageTableTests.UsableExponents), MemberType = typeof(HostPageTableTests))]
    public void A_page_of_any_size_is_marked_whole_by_a_write_to_either_end_protected_whole_and_unmapped(int exponent)
    {
        ulong size = (ulong)Math.Pow(2, exponent);
        using DriverMachine machine = new(device: GuestUnits.Options);
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(size, 0, size, Permissions.ReadWrite);
        using VirtualIommu guest = parent.CreateVirtualIommu();
        using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
        IommuEndpoint endpoint = machine.Endpoint(1);
        nested.Attach(endpoint);
        parent.StartDirtyTracking();
        foreach (ulong offset in (ulong[])[0, size - 1])
        {
            Assert.Equal(new DmaResult(DmaOutcome.Translated, offset, size, Permissions.ReadWrite), machine.Dma(endpoint, size + offset, Permissions.Write));
            Assert.Equal([new(size, size)], Read(parent, size + offset - (offset % 0x1000), 0x1000));
            Assert.Equal([], Read(parent, size, size));
        }

        Assert.Equal(size, parent.Protect(size, size, Permissions.Read));
        Assert.Equal(DmaOutcome.PermissionDenied, machine.Dma(endpoint, (2 * size) - 1, Permissions.Write).Outcome);
        Assert.Equal(new DmaResult(DmaOutcome.Translated, size - 1, size, Permissions.Read), machine.Dma(endpoint, (2 * size) - 1));
        Assert.Equal([], Read(parent, size, size));
        Assert.Equal(size, parent.Unmap(size, size));
        Assert.Equal(DmaOutcome.NotPresent, machine.Dma(endpoint, size).Outcome);
        Assert.Equal(DmaOutcome.NotPresent, machine.Dma(endpoint, (2 * size) - 1).Outcome);
    }

    [Fact]
    public void A_unit_without_dirty_bits_is_named()
    {
        using DriverMachine machine = new(device: GuestUnits.With(static features => features with { HostDirtySupported = false }));
        using ParentDomain parent = machine.Host.CreateParentDomain();
        Assert.Contains("unit 0", Assert.Throws<NotSupportedException>(parent.StartDirtyTracking).Message, StringComparison.Ordinal);
        Assert.False(parent.TracksDirtyPages);
    }

    // Pages of 4 KiB and 64 KiB and 2 MiB; what is written between two readings is what the second tells, whatever was cached.
    [Fact]
    public void Every_write_of_a_random_history_is_told_exactly_once() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1]).Select(Gen.Int[0, 639], (kind, page) => (kind, page)).Array[1, 60].Sample(
            history =>
            {
                using DriverMachine machine = new(device: GuestUnits.Options);
                using ParentDomain parent = machine.Host.CreateParentDomain();
                using VirtualIommu guest = parent.CreateVirtualIommu();
                using NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(1));
                parent.Map(Iova, Data, 0x20_0000, Permissions.ReadWrite);
                parent.Map(Iova + 0x20_0000, Data + 0x80_0000, 0x1_0000, Permissions.ReadWrite);
                for (ulong page = 0x21; page < 0x28; page++)
                {
                    parent.Map(Iova + 0x20_0000 + (page * 0x1000), Data + 0xA0_0000 + (page * 0x3000), 0x1000, Permissions.ReadWrite);
                }

                IommuEndpoint[] endpoints = [machine.Endpoint(1), machine.Endpoint(2)];
                parent.Attach(endpoints[0]);
                nested.Attach(endpoints[1]);
                parent.StartDirtyTracking();
                SortedSet<ulong> written = [];
                foreach (((int kind, int who), int page) in history)
                {
                    ulong iova = Iova + ((ulong)page * 0x1000);
                    bool isMapped = parent.TryTranslate(iova, out HostTranslation translation);
                    if (kind == 0)
                    {
                        Assert.Equal(written, Read(parent).SelectMany(Pages));
                        written.Clear();
                    }
                    else if (kind == 1)
                    {
                        Assert.Equal(isMapped, machine.Dma(endpoints[who], iova).Succeeded);
                    }
                    else if (machine.Dma(endpoints[who], iova, Permissions.Write).Succeeded)
                    {
                        written.UnionWith(Pages(new DirtyRange(iova - (iova % translation.PageSize), translation.PageSize)));
                    }
                }

                Assert.Equal(written, Read(parent).SelectMany(Pages));
            },
            iter: 60);

    private static IEnumerable<ulong> Pages(DirtyRange range) => Enumerable.Range(0, (int)(range.Length / 0x1000)).Select(page => range.Start + ((ulong)page * 0x1000));

    private static void Write(DriverMachine machine, IommuEndpoint endpoint, ulong iova) => Assert.True(machine.Dma(endpoint, iova, Permissions.Write).Succeeded);

    private static List<DirtyRange> Read(ParentDomain parent, ulong iova = Iova, ulong length = 0x40_0000, bool clear = true)
    {
        List<DirtyRange> ranges = [];
        ulong bytes = parent.ReadDirty(iova, length, ranges, clear);
        Assert.Equal(bytes, (ulong)ranges.Sum(range => (long)range.Length));
        return ranges;
    }
}
