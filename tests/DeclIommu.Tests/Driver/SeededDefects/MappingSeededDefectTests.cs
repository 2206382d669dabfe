extern alias Seeded;

using Seeded::DeclIommu.Driver;
using static Seeded::DeclIommu.SeededDefects.Explorer;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>Findings about the map from a guest's domain IDs to those of the host: interleavings of who joins and who leaves.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class MappingSeededDefectTests
{
    [Fact]
    public void Finding_02_a_mapping_seen_before_it_has_an_id_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        IReadOnlyList<GuestDomainMappingInfo> seen = [];
        Concurrently(() => small.Nest(0), () => seen = small.Guest.Mappings);
        Violation.If(seen.Any(static mapping => mapping.HostDomainId.IsNone), "A mapping without an ID was visible.");
    });

    [Fact]
    public void Finding_03_a_mapping_joined_before_it_is_live_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain? first = null;
        NestedDomain? second = null;
        Concurrently(() => first = small.Nest(0), () => second = small.Nest(0));
        Violation.If(first!.DomainId.IsNone || second!.DomainId.IsNone, "A nested domain came without a domain ID.");
    });

    [Fact]
    public void Finding_04_a_user_who_is_not_counted_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain? first = null;
        NestedDomain? second = null;
        Concurrently(() => first = small.Nest(0), () => second = small.Nest(0));
        first!.Dispose();
        small.CheckIsMapped(second);
    });

    [Fact]
    public void Finding_05_a_joined_mapping_that_is_taken_away_because_its_id_was_not_to_be_had_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new(ids: 1);
        NestedDomain?[] made = new NestedDomain?[2];
        Concurrently(() => made[0] = NestIfPossible(small, 0), () => made[1] = NestIfPossible(small, 0));
        Array.ForEach(made, small.CheckIsMapped);
    });

    [Fact]
    public void Finding_10_a_dying_mapping_that_is_revived_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain dying = small.Nest(0);
        NestedDomain? joined = null;
        Concurrently(dying.Dispose, () => joined = small.Nest(0));
        small.CheckIsMapped(joined);
    });

    [Fact]
    public void Finding_13_an_id_freed_twice_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain dying = small.Nest(0);
        Exception? thrown = null;
        Concurrently(() => thrown ??= Record.Exception(dying.Dispose), () => thrown ??= Record.Exception(small.Nest(0).Dispose));
        Violation.If(thrown is not null, $"Giving an ID back failed: {thrown?.Message}");
    });

    [Fact]
    public void Finding_14_a_mapping_that_somebody_else_took_out_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain dying = small.Nest(0);
        NestedDomain? kept = null;
        Concurrently(dying.Dispose, () => small.Nest(0).Dispose(), () => kept = small.Nest(0));
        small.CheckIsMapped(kept);
    });

    [Fact]
    public void Finding_15_a_pooled_mapping_taken_for_the_one_it_was_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain dying = small.Nest(0);
        NestedDomain? kept = null;
        Concurrently(dying.Dispose, () => small.Nest(0).Dispose(), () => kept = small.Nest(1));
        small.CheckIsMapped(kept);
    });

    [Fact]
    public void Finding_25_locks_taken_in_two_orders_are_seen() => Detection.Finds(
        () =>
        {
            SmallMachine small = new();
            NestedDomain nested = small.Nest(0);
            Concurrently(nested.Dispose, () => small.Parent.Unmap(SmallMachine.Iova, 0x1000));
        },
        report: "Deadlock");

    [Fact]
    public void Finding_27_a_rollback_that_takes_out_what_another_put_in_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new(ids: 2);
        NestedDomain last = small.Nest(9);
        NestedDomain? made = null;
        Concurrently(
            () => NestIfPossible(small, 0),
            () =>
            {
                last.Dispose();
                made = NestIfPossible(small, 0);
            });
        small.CheckIsMapped(made);
    });

    private static NestedDomain? NestIfPossible(SmallMachine small, ushort guestDomainId)
    {
        try
        {
            return small.Nest(guestDomainId);
        }
        catch (DomainIdsExhaustedException)
        {
            return null;
        }
    }
}
