extern alias Seeded;

using Seeded::DeclIommu.Device;
using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;
using static Seeded::DeclIommu.SeededDefects.Explorer;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>Findings about flushes that miss something, or that do not wait for it.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class FlushSeededDefectTests
{
    [Fact]
    public void Finding_06_an_id_that_a_flush_passes_over_while_its_device_is_live_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        NestedDomain nested = small.Nest(0);
        Concurrently(
            () => nested.Attach(device),
            () => small.Machine.Dma(device, SmallMachine.Iova),
            () => small.Parent.Unmap(SmallMachine.Iova, 0x1000));
        small.CheckForgotten(nested);
    });

    [Fact]
    public void Finding_16_a_flush_that_walks_without_the_lock_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        NestedDomain[] nested = [.. Enumerable.Range(0, 3).Select(id => small.NestInUse((ushort)id, small.Device((ushort)(id + 1))))];
        Concurrently(() => nested[0].Detach(small.Device(1)), () => small.Parent.Unmap(SmallMachine.Iova, 0x1000));
        Array.ForEach(nested, domain => small.CheckForgotten(domain));
    });

    [Fact]
    public void Finding_17_completion_awaited_on_the_wrong_unit_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(units: 2);
        small.Parent.Attach(small.Device(1));
        NestedDomain nested = small.NestInUse(0, small.Device(1, unit: 1));

        // The second unit is the slower one.
        small.Machine.Dead.Add(1);
        int pumps = 0;
        small.Machine.WhenPumped = () =>
        {
            if (++pumps == 20)
            {
                small.Revive();
            }
        };
        small.Parent.Unmap(SmallMachine.Iova, 0x1000);
        small.CheckForgotten(nested, unit: 1);
    });

    [Fact]
    public void Finding_19_a_device_tlb_that_a_flush_passes_over_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1, caches: true);
        small.NestInUse(0, device);
        small.Parent.Unmap(SmallMachine.Iova, 0x1000);
        DmaResult reached = small.Machine.Dma(device, SmallMachine.Iova);
        Violation.If(reached.Succeeded, $"A device that caches translations reaches 0x{reached.PhysicalAddress:X} after unmapping it has returned.");
    });

    [Fact]
    public void Finding_20_an_error_that_no_unit_had_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(units: 2);
        small.Parent.Attach(small.Device(1));
        small.Parent.Attach(small.Device(1, unit: 1));
        small.StopCommandBuffer(unit: 1);
        small.Kill(0);
        IommuUnitFailedException? failure = Record.Exception(() => small.Parent.Unmap(SmallMachine.Iova, 0x1000)) as IommuUnitFailedException;
        Violation.If(failure is null || failure.Failure != small.Machine.Units.Single(unit => unit.Name == failure.Unit).Failure!.Failure, "The error is not the one that the unit it names has had.");
    });

    [Fact]
    public void Finding_21_a_flush_reported_done_though_a_unit_did_not_take_it_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        NestedDomain nested = small.NestInUse(0, small.Device(1));
        small.Kill(0);
        if (Record.Exception(() => small.Parent.Unmap(SmallMachine.Iova, 0x1000)) is null)
        {
            small.CheckForgotten(nested);
        }
    });

    [Fact]
    public void Finding_26_a_flush_of_unbounded_length_is_seen() => Detection.Sees(() =>
    {
        const int MostCommands = 16;
        SmallMachine small = new(ids: 32, mostCommands: MostCommands);
        for (ushort id = 0; id < 20; id++)
        {
            small.NestInUse(id, small.Device((ushort)(id + 1)));
        }

        small.Machine.ClearRecords();
        small.Parent.Unmap(SmallMachine.Iova, 0x7000);
        Violation.If(small.Machine.Registers[0].Commands.Count > MostCommands + 1, "A flush sent more commands than its limit and the completion wait.");
    });
}
