using System.Collections.Concurrent;
using CsCheck;
using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DomainIdAllocatorProperties
{
    [Fact]
    public void Any_sequence_of_operations_agrees_with_a_set_model() =>
        Gen.Int[0, 3].Select(Gen.Int[0, 100]).Array[0, 200].Sample(operations =>
        {
            const int Capacity = 5;
            DomainIdAllocator ids = new(Capacity, 2, []);
            List<HostDomainId> live = [];
            Dictionary<ushort, UnitSet> quarantined = [];
            foreach ((int operation, int argument) in operations)
            {
                switch (operation)
                {
                    case 0:
                        bool allocated = ids.TryAllocate(out HostDomainId id);
                        Assert.Equal(live.Count + quarantined.Count < Capacity, allocated);
                        if (allocated)
                        {
                            Assert.DoesNotContain(id, live);
                            Assert.DoesNotContain(id.Value, quarantined.Keys);
                            live.Add(id);
                        }

                        break;
                    case 1 when live.Count > 0:
                        ids.Release(live[argument % live.Count], UnitSet.Empty, null);
                        live.RemoveAt(argument % live.Count);
                        break;
                    case 2 when live.Count > 0:
                        UnitSet units = UnitSet.Of(argument % 3) | UnitSet.Of((argument / 3) % 3);
                        quarantined.Add(live[argument % live.Count].Value, units);
                        ids.Release(live[argument % live.Count], units, null);
                        live.RemoveAt(argument % live.Count);
                        break;
                    case 3:
                        UnitSet settled = UnitSet.Of(argument % 3);
                        ids.Settle(ids.SnapshotQuarantine(), settled);
                        foreach (ushort value in quarantined.Keys.ToArray())
                        {
                            quarantined[value] -= settled;
                            if (quarantined[value].IsEmpty)
                            {
                                quarantined.Remove(value);
                            }
                        }

                        break;
                }

                Assert.Equal(quarantined.Count, ids.QuarantinedCount);
            }
        });

    [Fact]
    public void In_parallel_no_id_ever_has_two_owners()
    {
        DomainIdAllocator ids = new(100, 3, []);
        int[] owners = new int[101];
        Parallel.For(0, 4, worker =>
        {
            Queue<HostDomainId> held = [];
            for (int round = 0; round < 20_000; round++)
            {
                if ((round * 7 + worker) % 5 < 3 && ids.TryAllocate(out HostDomainId id))
                {
                    Assert.Equal(1, Interlocked.Increment(ref owners[id.Value]));
                    held.Enqueue(id);
                }
                else if (held.TryDequeue(out HostDomainId given))
                {
                    Interlocked.Decrement(ref owners[given.Value]);
                    ids.Release(given, round % 3 == 0 ? UnitSet.Of(worker) : UnitSet.Empty, null);
                }

                if (round % 11 == 0)
                {
                    ids.Settle(ids.SnapshotQuarantine(), UnitSet.Of(0) | UnitSet.Of(1) | UnitSet.Of(2) | UnitSet.Of(3));
                }
            }

            while (held.TryDequeue(out HostDomainId left))
            {
                Interlocked.Decrement(ref owners[left.Value]);
                ids.Release(left, UnitSet.Empty, null);
            }
        });

        ids.Settle(ids.SnapshotQuarantine(), new UnitSet(ulong.MaxValue));
        int free = 0;
        while (ids.TryAllocate(out _))
        {
            free++;
        }

        Assert.Equal(100, free);
    }

    [Fact]
    public void Allocation_fails_only_while_no_id_is_free_whatever_runs_beside_it() =>
        Gen.Const(() => (Ids: new DomainIdAllocator(2, 2, []), Held: new ConcurrentBag<HostDomainId>())).SampleParallel(
            Gen.Const(0).Operation<(DomainIdAllocator Ids, ConcurrentBag<HostDomainId> Held)>(
                _ => "allocate",
                (state, _) =>
                {
                    if (state.Ids.TryAllocate(out HostDomainId id))
                    {
                        state.Held.Add(id);
                    }
                }),
            Gen.Const(0).Operation<(DomainIdAllocator Ids, ConcurrentBag<HostDomainId> Held)>(
                _ => "release",
                (state, _) =>
                {
                    if (state.Held.TryTake(out HostDomainId id))
                    {
                        state.Ids.Release(id, UnitSet.Empty, null);
                    }
                }),
            equal: (left, right) => left.Held.Count == right.Held.Count,
            maxSequentialOperations: 4,
            maxParallelOperations: 6);
}
