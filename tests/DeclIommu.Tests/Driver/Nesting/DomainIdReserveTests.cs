using System.Buffers;
using CsCheck;
using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DomainIdReserveTests : IDisposable
{
    private const int Ids = 8;

    private readonly StoppedClock _clock = new();
    private readonly DriverMachine _machine;
    private readonly ParentDomain _parent;

    public DomainIdReserveTests()
    {
        _machine = new DriverMachine(
            unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1) },
            host: new IommuHostOptions { DomainIds = new DomainIdAllocator(Ids, stripes: 2, adopted: []) });
        _parent = _machine.Host.CreateParentDomain();
    }

    public void Dispose()
    {
        _machine.Dead.Clear();
        _machine.WhenPumped = null;
        _machine.Dispose();
    }

    [Fact]
    public void What_is_reserved_is_there_however_full_the_host_is_and_comes_back_to_whom_it_is_reserved_for()
    {
        VirtualIommu guest = Create(reserved: 3);
        VirtualIommu other = Create(reserved: 0);
        Assert.Equal(4, Fill(other));
        NestedDomain[] nested = [Nest(guest, 0), Nest(guest, 1), Nest(guest, 2)];
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(guest, 3));
        nested[1].Dispose();
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(other, 100));
        Nest(guest, 4);
        Assert.Equal((3, 3), (guest.ReservedDomainIds, guest.DomainIdsHeld));
    }

    [Fact]
    public void Disposing_gives_everybody_what_was_reserved()
    {
        VirtualIommu guest = Create(reserved: 5);
        Nest(guest, 0);
        VirtualIommu other = Create(reserved: 0);
        Assert.Equal(2, Fill(other));
        guest.Dispose();
        Assert.Equal(0, guest.ReservedDomainIds);
        Assert.Equal(5, Fill(other, from: 100));
    }

    [Fact]
    public void A_reservation_that_cannot_be_met_says_how_much_is_there_and_takes_nothing()
    {
        DomainIdReservationException refused = Assert.Throws<DomainIdReservationException>(() => Create(reserved: Ids));
        Assert.Equal((Ids, Ids - 1), (refused.Requested, refused.Available));
        Assert.Equal(Ids - 1, Fill(Create(reserved: 0)));
    }

    [Fact]
    public void More_than_the_quota_is_not_reserved()
    {
        Assert.Throws<ArgumentException>(() => _parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 2, ReservedDomainIds = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualIommuOptions { ReservedDomainIds = -1 });
        Assert.Equal(Ids - 1, Fill(Create(reserved: 0)));
    }

    [Fact]
    public void A_reserved_id_in_quarantine_comes_back_to_the_reserve_when_the_unit_has_recovered()
    {
        VirtualIommu guest = Create(reserved: 1);
        NestedDomain nested = Nest(guest, 0);
        nested.Attach(_machine.Endpoint(1));
        VirtualIommu other = Create(reserved: 0);
        Fill(other);
        _machine.Dead.Add(0);
        _machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
        nested.Dispose();
        Assert.Equal((1, 1), (_machine.Host.QuarantinedDomainIds, guest.ReservedDomainIds));
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(guest, 1));

        _machine.Dead.Clear();
        _machine.WhenPumped = null;
        _machine.Units[0].Recover();
        _machine.Host.Reclaim();
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(other, 100));
        Nest(guest, 1);
    }

    [Fact]
    public void Ids_in_quarantine_are_reclaimed_for_a_reservation()
    {
        VirtualIommu other = Create(reserved: 0);
        Fill(other);
        NestedDomain last = Nest(other, 0);
        last.Attach(_machine.Endpoint(1));
        _machine.Dead.Add(0);
        _machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
        other.Dispose();
        _machine.Dead.Clear();
        _machine.WhenPumped = null;
        _machine.Units[0].Recover();
        Assert.Equal(1, _machine.Host.QuarantinedDomainIds);
        Assert.Equal(Ids - 1, Create(reserved: Ids - 1).ReservedDomainIds);
    }

    [Fact]
    public void An_id_of_the_guests_own_that_leaves_quarantine_for_a_reservation_counts_as_given_up()
    {
        VirtualIommu guest = Create(reserved: 0);
        Nest(guest, 0);
        NestedDomain gone = Nest(guest, 1);
        VirtualIommu other = Create(reserved: 0);
        Fill(other);
        LeaveInQuarantine(gone);
        DomainIdReservationException refused = Assert.Throws<DomainIdReservationException>(() => guest.Reserve(3));
        Assert.Equal((3, 2), (refused.Requested, refused.Available));
        Assert.Equal((0, 0, 1), (_machine.Host.QuarantinedDomainIds, guest.ReservedDomainIds, guest.DomainIdsHeld));
        Nest(other, 100);
    }

    [Fact]
    public void Of_a_guest_that_had_ids_before_it_has_a_reserve_exactly_what_is_reserved_comes_back_to_it()
    {
        VirtualIommu other = Create(reserved: 0);
        NestedDomain others = Nest(other, 0);
        VirtualIommu guest = Create(reserved: 0);
        NestedDomain[] had = [Restored(guest, 0), Restored(guest, 1)];
        Fill(other, from: 10);
        LeaveInQuarantine(others);
        LeaveInQuarantine(had[1]);
        guest.Reserve(3);
        Assert.Equal((3, 1), (guest.ReservedDomainIds, guest.DomainIdsHeld));
        Nest(guest, 2);
        Nest(guest, 3).Dispose();
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(other, 100));
        Nest(guest, 4);
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(guest, 5));
    }

    [Fact]
    public void A_guest_without_a_reservation_keeps_no_id_that_left_quarantine_from_others()
    {
        NestedDomain gone = Restored(Create(reserved: 0), 0);
        VirtualIommu other = Create(reserved: 0);
        Fill(other);
        LeaveInQuarantine(gone);
        Assert.True(_machine.Host.Reclaim());
        Nest(other, 100);
    }

    [Fact]
    public void What_a_restored_guest_has_in_quarantine_comes_back_to_its_reserve()
    {
        VirtualIommu guest = Create(reserved: 3);
        Nest(guest, 0);
        NestedDomain gone = Nest(guest, 1);
        gone.Attach(_machine.Endpoint(1));
        Kill();
        gone.Dispose();
        ArrayBufferWriter<byte> state = new();
        _machine.Host.Save(state);
        using DriverMachine target = new();
        target.Host.Dispose();
        using IommuHost restored = IommuHost.Restore(state.WrittenSpan, target.Units);
        VirtualIommu again = restored.SnapshotParents().Single().SnapshotGuests().Single();
        Assert.Equal((3, 2, 1), (again.ReservedDomainIds, again.DomainIdsHeld, restored.QuarantinedDomainIds));
        while (restored.Ids.TryAllocate(out _))
        {
        }

        Assert.True(restored.Reclaim());
        Assert.False(restored.Ids.TryAllocate(out _));
        Nest(again, 1);
        Nest(again, 2);
        Assert.Throws<DomainIdsExhaustedException>(() => Nest(again, 3));
    }

    [Fact]
    public void A_saved_reservation_is_restored_with_what_the_guest_holds_of_it()
    {
        VirtualIommu guest = Create(reserved: 3);
        Nest(guest, 0);
        ArrayBufferWriter<byte> state = new();
        _machine.Host.Save(state);
        using DriverMachine target = new();
        target.Host.Dispose();
        using IommuHost restored = IommuHost.Restore(state.WrittenSpan, target.Units);
        VirtualIommu again = restored.SnapshotParents().Single().SnapshotGuests().Single();
        Assert.Equal((3, 1), (again.ReservedDomainIds, again.DomainIdsHeld));
    }

    // Of each guest: who holds fewer than are reserved gets another; all together never hold more than there are, and never what others have reserved.
    [Fact]
    public void Whatever_guests_do_each_gets_what_is_reserved_for_it_and_no_more_than_is_left() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool).Array[1, 80].Sample(
            history =>
            {
                using DriverMachine machine = new(host: new IommuHostOptions { DomainIds = new DomainIdAllocator(Ids, stripes: 2, adopted: []) });
                ParentDomain parent = machine.Host.CreateParentDomain();
                int[] reserved = [0, 2, 3];
                VirtualIommu[] guests = [.. reserved.Select(count => parent.CreateVirtualIommu(new VirtualIommuOptions { ReservedDomainIds = count }))];
                Dictionary<int, NestedDomain>[] held = [[], [], []];
                foreach ((int who, int id, bool creates) in history)
                {
                    if (!creates)
                    {
                        if (held[who].Remove(id, out NestedDomain? nested))
                        {
                            nested.Dispose();
                        }

                        continue;
                    }

                    int left = Ids - 1 - Enumerable.Range(0, 3).Sum(guest => Math.Max(reserved[guest], held[guest].Count));
                    bool isPossible = held[who].ContainsKey(id) || held[who].Count < reserved[who] || left > 0;
                    Exception? refused = Record.Exception(() =>
                    {
                        NestedDomain made = Nest(guests[who], (ushort)id);
                        if (!held[who].TryAdd(id, made))
                        {
                            made.Dispose();
                        }
                    });
                    Assert.Equal(isPossible, refused is null);
                }

                Assert.Equal(reserved, guests.Select(static guest => guest.ReservedDomainIds));
            },
            iter: 60);

    [Fact]
    public void Taking_from_the_reserve_and_giving_back_allocate_nothing()
    {
        DomainIdReserve reserve = _machine.Host.Ids.NewReserve();
        reserve.Fill(4);
        DomainIdQuota quota = new(4) { Reserve = reserve };
        Run(10);
        Assert.Equal(0, Allocations.Of(() => Run(1000)));
        Assert.Equal(4, reserve.Count);

        void Run(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                Assert.True(quota.TryCharge());
                Assert.True(reserve.TryAllocate(out HostDomainId id));
                reserve.Release(id, UnitSet.Empty, quota);
            }
        }
    }

    // As when its state is restored: with an ID that it did not get from a reserve.
    private NestedDomain Restored(VirtualIommu guest, ushort id)
    {
        Assert.True(_machine.Host.Ids.TryAllocate(out HostDomainId claimed));
        return guest.RestoreNestedDomain(DriverMachine.GuestEntry(id), claimed);
    }

    // The unit is well again: whoever asks for its ID gets it.
    private void LeaveInQuarantine(NestedDomain nested)
    {
        nested.Attach(_machine.Endpoint(1));
        Kill();
        nested.Dispose();
        _machine.Dead.Clear();
        _machine.WhenPumped = null;
        _machine.Units[0].Recover();
    }

    private void Kill()
    {
        _machine.Dead.Add(0);
        _machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    private static NestedDomain Nest(VirtualIommu guest, ushort id) => guest.CreateNestedDomain(DriverMachine.GuestEntry(id));

    private static int Fill(VirtualIommu guest, ushort from = 0)
    {
        ushort next = from;
        while (Record.Exception(() => Nest(guest, next)) is null)
        {
            next++;
        }

        return next - from;
    }

    private VirtualIommu Create(int reserved) => _parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 64, ReservedDomainIds = reserved });
}
