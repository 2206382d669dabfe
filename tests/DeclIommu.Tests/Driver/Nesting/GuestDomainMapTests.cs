using CsCheck;
using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class GuestDomainMapTests
{
    [Fact]
    public void Users_of_one_guest_id_share_a_host_id_and_different_guest_ids_never_do()
    {
        GuestDomainMap map = new(new DomainIdAllocator(), new DomainIdQuota(10), Clean);
        GuestDomainMapping first = map.Join(7);
        GuestDomainMapping second = map.Join(7);
        GuestDomainMapping other = map.Join(8);
        Assert.Same(first, second);
        Assert.NotEqual(first.HostDomainId, other.HostDomainId);
        Assert.Equal([new(7, first.HostDomainId, 2), new(8, other.HostDomainId, 1)], map.Snapshot());
    }

    [Fact]
    public void Guest_id_0_is_shared_counted_and_freed_like_any_other()
    {
        DomainIdAllocator ids = new(2, 1, []);
        GuestDomainMap map = new(ids, new DomainIdQuota(2), Clean);
        GuestDomainMapping other = map.Join(1);
        GuestDomainMapping first = map.Join(0);
        GuestDomainMapping second = map.Join(0);
        Assert.Same(first, second);
        Assert.False(map.Leave(first));
        Assert.True(map.Leave(second));
        Assert.Equal([new(1, other.HostDomainId, 1)], map.Snapshot());
        Assert.NotEqual(other.HostDomainId, map.Join(0).HostDomainId);
    }

    [Fact]
    public void Two_virtual_iommus_with_the_same_guest_id_get_different_host_ids()
    {
        DomainIdAllocator ids = new();
        Assert.NotEqual(
            new GuestDomainMap(ids, new DomainIdQuota(1), Clean).Join(5).HostDomainId,
            new GuestDomainMap(ids, new DomainIdQuota(1), Clean).Join(5).HostDomainId);
    }

    [Fact]
    public void Past_its_quota_a_guest_is_refused_while_others_go_on_and_nothing_has_changed()
    {
        DomainIdAllocator ids = new();
        GuestDomainMap greedy = new(ids, new DomainIdQuota(2), Clean);
        greedy.Join(1);
        GuestDomainMapping second = greedy.Join(2);
        DomainIdQuotaExceededException refusal = Assert.Throws<DomainIdQuotaExceededException>(() => greedy.Join(3));
        Assert.Equal(3, refusal.GuestDomainId);
        Assert.Equal(2, refusal.Limit);
        Assert.Equal(2, greedy.Count);
        greedy.Join(1);
        new GuestDomainMap(ids, new DomainIdQuota(1), Clean).Join(3);

        greedy.Leave(second);
        greedy.Join(3);
    }

    [Fact]
    public void Without_a_free_host_id_joining_fails_and_the_quota_is_as_before()
    {
        GuestDomainMap map = new(new DomainIdAllocator(1, 1, []), new DomainIdQuota(5), Clean);
        GuestDomainMapping only = map.Join(1);
        DomainIdsExhaustedException refusal = Assert.Throws<DomainIdsExhaustedException>(() => map.Join(2));
        Assert.Equal(1, refusal.Capacity);
        Assert.Equal(1, map.Quota.Used);
        Assert.Equal([new(1, only.HostDomainId, 1)], map.Snapshot());
    }

    [Fact]
    public void The_id_of_a_mapping_that_a_unit_may_still_cache_stays_out_of_the_pool_and_on_the_quota()
    {
        DomainIdAllocator ids = new(1, 1, []);
        GuestDomainMap map = new(ids, new DomainIdQuota(1), _ => UnitSet.Of(2));
        Assert.True(map.Leave(map.Join(4)));
        Assert.Equal(0, map.Count);
        Assert.Throws<DomainIdQuotaExceededException>(() => map.Join(5));
        ids.Settle(ids.SnapshotQuarantine(), UnitSet.Of(2));
        Assert.Equal(0, map.Quota.Used);
        map.Join(5);
    }

    [Fact]
    public void Leaving_more_often_than_joining_is_refused()
    {
        GuestDomainMap map = new(new DomainIdAllocator(), new DomainIdQuota(1), Clean);
        GuestDomainMapping mapping = map.Join(1);
        Assert.True(map.Leave(mapping));
        Assert.Throws<InvalidOperationException>(() => map.Leave(mapping));
        Assert.Equal(0, map.Quota.Used);
    }

    [Fact]
    public void Any_sequence_of_joins_and_leaves_agrees_with_a_counting_model() =>
        Gen.Bool.Select(Gen.UShort[0, 3]).Array[0, 100].Sample(operations =>
        {
            GuestDomainMap map = new(new DomainIdAllocator(4, 2, []), new DomainIdQuota(3), Clean);
            Dictionary<ushort, Stack<GuestDomainMapping>> model = [];
            foreach ((bool joins, ushort id) in operations)
            {
                bool isMapped = model.TryGetValue(id, out Stack<GuestDomainMapping>? users);
                if (joins && !isMapped && model.Count == 3)
                {
                    Assert.Throws<DomainIdQuotaExceededException>(() => map.Join(id));
                }
                else if (joins)
                {
                    (users ??= model[id] = new()).Push(map.Join(id));
                    Assert.Same(users.First(), users.Last());
                }
                else if (isMapped)
                {
                    Assert.Equal(users!.Count == 1, map.Leave(users.Pop()));
                    if (users.Count == 0)
                    {
                        model.Remove(id);
                    }
                }

                Assert.Equal(
                    model.OrderBy(pair => pair.Key).Select(pair => new GuestDomainMappingInfo(pair.Key, pair.Value.Peek().HostDomainId, pair.Value.Count)),
                    map.Snapshot());
                Assert.Equal(model.Count, map.Quota.Used);
            }
        });

    [Fact]
    public void In_parallel_users_of_a_guest_id_always_agree_on_its_host_id_and_nobody_else_has_it()
    {
        DomainIdAllocator ids = new(12, 2, []);
        GuestDomainMap[] maps = [new(ids, new DomainIdQuota(3), Clean), new(ids, new DomainIdQuota(3), Clean)];
        int[] claims = new int[13];
        Parallel.For(0, 4, worker =>
        {
            GuestDomainMap map = maps[worker % 2];
            for (int round = 0; round < 20_000; round++)
            {
                ushort guestId = (ushort)((round + worker) % 3);
                int key = 1000 * (1 + guestId + (3 * (worker % 2)));
                GuestDomainMapping mapping = map.Join(guestId);
                Claim(ref claims[mapping.HostDomainId.Value], key);
                GuestDomainMapping again = map.Join(guestId);
                Assert.Same(mapping, again);
                map.Leave(again);
                Interlocked.Decrement(ref claims[mapping.HostDomainId.Value]);
                map.Leave(mapping);
            }
        });

        Assert.All(maps, map => Assert.Equal(0, map.Count));
        Assert.All(maps, map => Assert.Equal(0, map.Quota.Used));
    }

    private static UnitSet Clean(DomainTag tag) => UnitSet.Empty;

    // A claim is the key of the guest ID, in thousands, plus the number of those who hold it.
    private static void Claim(ref int claim, int key)
    {
        int seen = Volatile.Read(ref claim);
        while (true)
        {
            int holders = seen % 1000;
            Assert.True(holders == 0 || seen - holders == key, "A host domain ID belongs to two guest domain IDs at once.");
            int before = Interlocked.CompareExchange(ref claim, key + holders + 1, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
