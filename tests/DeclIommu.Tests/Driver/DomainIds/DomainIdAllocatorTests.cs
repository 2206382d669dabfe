using DeclIommu.Driver;
using DeclIommu.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DomainIdAllocatorTests
{
    [Fact]
    public void All_65535_ids_are_handed_out_once_each_and_0_never()
    {
        DomainIdAllocator ids = new();
        HashSet<ushort> seen = [];
        while (ids.TryAllocate(out HostDomainId id))
        {
            Assert.True(seen.Add(id.Value), $"Domain ID {id} was handed out twice.");
        }

        Assert.Equal(65535, seen.Count);
        Assert.DoesNotContain((ushort)0, seen);
    }

    [Fact]
    public void The_default_id_is_refused_wherever_its_number_is_asked_for()
    {
        DomainIdAllocator ids = new();
        Assert.True(default(HostDomainId).IsNone);
        Assert.Throws<InvalidOperationException>(() => default(HostDomainId).Value);
        Assert.Throws<InvalidOperationException>(() => ids.Release(default, UnitSet.Empty, null));
        Assert.Throws<InvalidOperationException>(() => ids.SetAside(default));
        Assert.Throws<InvalidOperationException>(() => DeviceTableEntries.ForHostTable(0x1000, 3, HostAccessDirtyMode.None, default, cachesTranslations: false));
        Assert.Throws<InvalidOperationException>(() => DeviceTableEntries.ForGuestTables(default, default, cachesTranslations: false));
        Assert.Throws<InvalidOperationException>(() => DeviceTableEntries.Nested(default, default, default));
        GuestDomainMap map = new(ids, new DomainIdQuota(1), static _ => UnitSet.Empty);
        Assert.Throws<InvalidOperationException>(() => map.Restore(7, default));
        Assert.Equal((0, 0), (map.Count, map.Quota.Used));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-28)]
    [InlineData(65536)]
    public void Neither_0_nor_an_error_number_becomes_an_id(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HostDomainId(value));

    [Fact]
    public void A_freed_id_can_be_allocated_again()
    {
        DomainIdAllocator ids = new(1, 2, []);
        Assert.True(ids.TryAllocate(out HostDomainId id));
        Assert.False(ids.TryAllocate(out HostDomainId none));
        Assert.True(none.IsNone);
        ids.Release(id, UnitSet.Empty, null);
        Assert.True(ids.TryAllocate(out HostDomainId again));
        Assert.Equal(id, again);
    }

    [Fact]
    public void An_id_released_twice_is_refused_and_does_not_get_two_owners()
    {
        DomainIdAllocator ids = new(4, 1, []);
        Assert.True(ids.TryAllocate(out HostDomainId id));
        ids.Release(id, UnitSet.Empty, null);
        Assert.Throws<InvalidOperationException>(() => ids.Release(id, UnitSet.Empty, null));
        HashSet<HostDomainId> seen = [];
        while (ids.TryAllocate(out HostDomainId next))
        {
            Assert.True(seen.Add(next));
        }

        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void A_quarantined_id_is_not_handed_out_before_every_unit_has_invalidated_it()
    {
        DomainIdAllocator ids = new(1, 1, []);
        DomainIdQuota quota = new(1);
        Assert.True(quota.TryCharge());
        Assert.True(ids.TryAllocate(out HostDomainId id));
        ids.Release(id, UnitSet.Of(0) | UnitSet.Of(63), quota);
        Assert.Equal(1, ids.QuarantinedCount);
        Assert.False(ids.TryAllocate(out _));

        ids.Settle(ids.SnapshotQuarantine(), UnitSet.Of(0));
        Assert.False(ids.TryAllocate(out _));
        Assert.Equal(1, quota.Used);

        ids.Settle(ids.SnapshotQuarantine(), UnitSet.Of(63));
        Assert.Equal(0, ids.QuarantinedCount);
        Assert.Equal(0, quota.Used);
        Assert.True(ids.TryAllocate(out HostDomainId again));
        Assert.Equal(id, again);
    }

    [Fact]
    public void A_late_invalidation_of_an_earlier_stay_in_quarantine_does_not_free_the_id()
    {
        DomainIdAllocator ids = new(1, 1, []);
        Assert.True(ids.TryAllocate(out HostDomainId id));
        ids.Release(id, UnitSet.Of(1), null);
        QuarantinedDomainId[] earlier = ids.SnapshotQuarantine();
        ids.Settle(earlier, UnitSet.Of(1));
        Assert.True(ids.TryAllocate(out id));
        ids.Release(id, UnitSet.Of(1), null);

        ids.Settle(earlier, UnitSet.Of(1));
        Assert.False(ids.TryAllocate(out _));
        Assert.Equal(1, ids.QuarantinedCount);
    }

    [Fact]
    public void An_id_adopted_from_a_live_device_table_is_not_handed_out_before_it_is_released()
    {
        DomainIdAllocator ids = new(3, 1, [2, 0, 40000]);
        Assert.True(ids.TryAllocate(out HostDomainId first));
        Assert.True(ids.TryAllocate(out HostDomainId second));
        Assert.False(ids.TryAllocate(out _));
        Assert.Equal([1, 3], new[] { first.Value, second.Value }.Order().Select(value => (int)value));

        ids.ReleaseAdopted(2);
        ids.ReleaseAdopted(2);
        Assert.True(ids.TryAllocate(out HostDomainId third));
        Assert.Equal(2, third.Value);
        Assert.False(ids.TryAllocate(out _));
    }

    [Fact]
    public void Allocation_and_release_allocate_no_memory_at_99_percent_occupancy()
    {
        DomainIdAllocator ids = new();
        for (int count = 0; count < 64880; count++)
        {
            Assert.True(ids.TryAllocate(out _));
        }

        Churn(ids, 1000);
        Assert.Equal(0, Allocations.Of(() => Churn(ids, 1000)));
    }

    private static void Churn(DomainIdAllocator ids, int rounds)
    {
        Span<HostDomainId> held = stackalloc HostDomainId[100];
        for (int round = 0; round < rounds; round++)
        {
            for (int index = 0; index < held.Length; index++)
            {
                ids.TryAllocate(out held[index]);
            }

            foreach (HostDomainId id in held)
            {
                ids.Release(id, UnitSet.Empty, null);
            }
        }
    }
}
