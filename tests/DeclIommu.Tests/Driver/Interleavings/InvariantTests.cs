extern alias Seeded;

using DeclIommu.Tests.SeededDefects;
using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;
using Seeded::DeclIommu.Memory;
using static Seeded::DeclIommu.SeededDefects.Explorer;

namespace DeclIommu.Tests.Interleavings;

/// <summary>What the driver promises, in thousands of interleavings of its users.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class InvariantTests
{
    private const ulong Iova = SmallMachine.Iova;
    private const ulong BeyondTwoLevels = 0x80_0000_0000;

    [Fact]
    public void An_id_has_one_owner_at_any_time() => Invariant.Holds(planted: "Finding_10", () =>
    {
        SmallMachine small = new(ids: 5);
        VirtualIommu other = small.Parent.CreateVirtualIommu();
        NestedDomain?[] made = new NestedDomain?[3];
        Concurrently(
            () =>
            {
                small.Nest(0).Dispose();
                made[0] = small.Nest(1);
            },
            () => made[1] = small.Nest(0),
            () => made[2] = other.CreateNestedDomain(new DeviceTableEntry { IsValid = true, TranslationValid = true }));
        HostDomainId[] ids = [small.Parent.DomainId, .. made.Select(static domain => domain!.DomainId)];
        Violation.If(ids.Distinct().Count() != ids.Length, "Two owners have the same domain ID.");
        Violation.If(ids.Any(static id => id.Value > 5), "A domain ID is none of the host's.");
        Array.ForEach(made[..2], small.CheckIsMapped);
    });

    [Fact]
    public void A_mapping_is_there_exactly_while_it_has_users_and_never_half_made() => Invariant.Holds(planted: "Finding_02", () =>
    {
        SmallMachine small = new();
        Concurrently(
            JoinAndLeave,
            JoinAndLeave,
            () => Violation.If(small.Guest.Mappings.Any(static mapping => mapping.HostDomainId.IsNone || mapping.Users < 1), "A mapping was visible without an ID or without a user."));
        Violation.If(small.Guest.Mappings.Count > 0 || small.Guest.DomainIdsHeld > 0, "A mapping without users is still there.");

        void JoinAndLeave()
        {
            NestedDomain nested = small.Nest(0);
            small.CheckIsMapped(nested);
            nested.Dispose();
        }
    });

    [Fact]
    public void An_id_is_not_handed_out_again_while_a_unit_has_anything_cached_under_it() => Invariant.Holds(planted: "Finding_18", () =>
    {
        SmallMachine small = new(ids: 2);
        NestedDomain dying = small.NestInUse(0, small.Device(1));
        Concurrently(dying.Dispose, () =>
        {
            for (int attempt = 0; attempt < 4; attempt++)
            {
                try
                {
                    small.CheckForgotten(small.Nest(1));
                    return;
                }
                catch (DomainIdsExhaustedException)
                {
                    small.Machine.Dma(small.Device(1), Iova);
                }
            }
        });
    });

    [Fact]
    public void When_unmap_returns_no_unit_has_the_range_cached_under_any_id() => Invariant.Holds(planted: "Finding_06", () =>
    {
        SmallMachine small = new(units: 2);
        IommuEndpoint near = small.Device(1);
        IommuEndpoint far = small.Device(1, unit: 1);
        NestedDomain first = small.Nest(0);
        NestedDomain second = small.Nest(1);
        small.Parent.Attach(near);
        Concurrently(
            () =>
            {
                first.Attach(far);
                second.Attach(far);
                second.Detach(far);
            },
            () =>
            {
                small.Machine.Dma(near, Iova);
                small.Machine.Dma(far, Iova);
                small.Machine.Dma(far, Iova);
            },
            () =>
            {
                small.Parent.Unmap(Iova, 0x1000);
                for (int unit = 0; unit < 2; unit++)
                {
                    Violation.If(small.Machine.Model(unit).TranslationCache.Count > 0, "Unmapping has returned, and a unit still has the page cached.");
                }
            });
    });

    [Fact]
    public void Whatever_a_failing_unit_interrupts_ids_and_frames_come_back() => Invariant.Holds(planted: "Finding_12", () =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        NestedDomain nested = small.NestInUse(0, device);
        Concurrently(
            () => small.StopCommandBuffer(unit: 0),
            nested.Dispose,
            () => Record.Exception(() => small.Parent.Unmap(Iova, 0x1000)),
            () => Record.Exception(() => small.Parent.Attach(small.Device(2))));
        small.Machine.Units[0].Recover();
        small.Parent.Flush();
        small.Parent.Dispose();
        small.Machine.Host.Reclaim();
        Violation.If(small.Guest.DomainIdsHeld > 0 || small.Machine.Host.QuarantinedDomainIds > 0, "An ID did not come back.");
        Violation.If(small.Machine.Frames.FreeCount != small.FreeFramesAtFirst, "A frame of a page table did not come back.");
        Violation.If(small.Machine.Model().TranslationCache.Count > 0, "A recovered unit still has something cached.");
    });

    [Fact]
    public void Moves_and_growth_leave_devices_where_they_were_put_and_nothing_cached_behind_them() => Invariant.Holds(planted: "Merged_2a", () =>
    {
        SmallMachine small = new(parent: new ParentDomainOptions { Levels = 2 });
        IommuEndpoint device = small.Device(1);
        NestedDomain first = small.NestInUse(0, device);
        NestedDomain second = small.Nest(1);
        Concurrently(
            () => second.Attach(device),
            () => small.Parent.Map(BeyondTwoLevels, SmallMachine.Data, 0x1000, Permissions.Read));
        small.CheckForgotten(first);
        Violation.If(small.Machine.Entry(device).DomainId.Value != second.DomainId.Value, "A device is not where it was moved to.");
        Violation.If(!small.Machine.Dma(device, BeyondTwoLevels).Succeeded, "A device does not reach what was mapped after the table had grown.");
        small.Parent.Attach(device);
        small.CheckForgotten(second);
    });

    [Fact]
    public void A_guest_exhausts_its_quota_and_not_the_host() => Invariant.Holds(planted: "Finding_22", () =>
    {
        SmallMachine small = new(ids: 3);
        VirtualIommu greedy = small.Parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 1 });
        Concurrently(
            () => Record.Exception(() => greedy.CreateNestedDomain(Entry(0))),
            () => Record.Exception(() => greedy.CreateNestedDomain(Entry(1))),
            () => small.Nest(0));
        Violation.If(greedy.DomainIdsHeld != 1, "A guest holds another number of domain IDs than its quota.");

        static DeviceTableEntry Entry(ushort id) => new() { IsValid = true, TranslationValid = true, DomainId = new DomainId(id) };
    });

    [Fact]
    public void Nothing_that_allocates_waits_for_a_flush() => Invariant.Holds(planted: "Planted_8", () =>
    {
        SmallMachine small = new();
        small.Parent.Attach(small.Device(1));
        bool hasRun = false;
        small.Machine.WhenPumped = () =>
        {
            if (!hasRun)
            {
                hasRun = true;
                Concurrently(
                    () => small.Nest(0),
                    () => small.Machine.Host.CreateParentDomain(),
                    () => small.Parent.Map(Iova + 0x1000, SmallMachine.Data, 0x1000, Permissions.Read));
            }
        };
        small.Parent.Unmap(Iova, 0x1000);
        Violation.If(!hasRun, "The flush has waited for nothing.");
    });
}
