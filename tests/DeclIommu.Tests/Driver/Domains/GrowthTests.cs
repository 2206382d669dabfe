using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>A page table that gets further levels while devices use it, directly and through nested domains.</summary>
public sealed class GrowthTests : IDisposable
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;
    private const ulong InThirdLevel = 1UL << 32;
    private const ulong InFourthLevel = 1UL << 41;

    private readonly DriverMachine _machine = new();
    private readonly int _framesAtFirst;
    private readonly ParentDomain _parent;
    private readonly IommuEndpoint _direct;
    private readonly IommuEndpoint _nested;

    public GrowthTests()
    {
        _framesAtFirst = _machine.Frames.FreeCount;
        _parent = _machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 2 });
        _direct = _machine.Endpoint(1);
        _nested = _machine.Endpoint(2);
        _parent.Attach(_direct);
        _parent.CreateVirtualIommu().CreateNestedDomain(DriverMachine.GuestEntry(0)).Attach(_nested);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Without_frames_for_all_the_levels_it_takes_none_is_added_and_later_ones_reach_the_devices()
    {
        _parent.Map(Iova, Data, 0x1000, Permissions.Read);
        Stack<ulong> others = TakeFramesBut(1);
        Assert.Throws<PageFramesExhaustedException>(() => _parent.Map(InFourthLevel, Data, 0x1000, Permissions.Read));
        Assert.Equal((2, 1), (_parent.Levels, _machine.Frames.FreeCount));

        GiveBack(others);
        _parent.Map(InThirdLevel, Data + 0x1000, 0x1000, Permissions.Read);
        Assert.Equal(3, _parent.Levels);
        BothReach(InThirdLevel, Data + 0x1000);
        BothReach(Iova, Data);
    }

    [Fact]
    public void Who_maps_what_another_has_just_made_room_for_returns_no_earlier_than_devices_reach_it()
    {
        _parent.Map(Iova, Data, 0x1000, Permissions.Read);
        bool? reached = null;
        Thread second = new(() =>
        {
            _parent.Map(InFourthLevel + 0x1000, Data + 0x1000, 0x1000, Permissions.Read);
            reached = _machine.Dma(_direct, InFourthLevel + 0x1000).Succeeded && _machine.Dma(_nested, InFourthLevel + 0x1000).Succeeded;
        });
        _machine.WhenPumped = () =>
        {
            // No unit has been told of the new root yet. The other thread goes as far as it can.
            _machine.WhenPumped = null;
            second.Start();
            SpinWait.SpinUntil(() => second.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !second.IsAlive);
        };
        _parent.Map(InFourthLevel, Data, 0x1000, Permissions.Read);
        second.Join();
        Assert.True(reached);
        BothReach(InFourthLevel, Data);
    }

    [Fact]
    public void A_unit_that_does_not_confirm_growth_holds_up_nobody_else_and_sees_it_when_it_is_recovered()
    {
        StoppedClock clock = new();
        using DriverMachine machine = new(units: 2, unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) });
        int frames = machine.Frames.FreeCount;
        ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 2 });
        IommuEndpoint[] endpoints = [machine.Endpoint(1), machine.Endpoint(1, unit: 1)];
        Array.ForEach(endpoints, parent.Attach);
        machine.Dead.Add(0);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Throws<IommuUnitFailedException>(() => parent.Map(InThirdLevel, Data, 0x1000, Permissions.Read));
        Assert.False(parent.TryTranslate(InThirdLevel, out _));
        parent.Map(InThirdLevel, Data, 0x1000, Permissions.Read);
        Assert.Equal(Data, machine.Dma(endpoints[1], InThirdLevel).PhysicalAddress);
        machine.Dead.Clear();
        machine.WhenPumped = null;
        machine.Units[0].Recover();
        Assert.Equal(Data, machine.Dma(endpoints[0], InThirdLevel).PhysicalAddress);
        parent.Dispose();
        machine.Host.Reclaim();
        Assert.Equal(frames, machine.Frames.FreeCount);
    }

    [Fact]
    public void A_large_page_takes_the_place_of_a_root_that_was_empty_when_the_table_grew_and_no_frame_is_lost()
    {
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(_direct, Iova).Outcome);
        _parent.Map(0, 0, InThirdLevel, Permissions.Read);
        BothReach(Iova, Iova);
        Assert.True(_parent.TryTranslate(Iova, out HostTranslation page));
        Assert.Equal(InThirdLevel, page.PageSize);
        Assert.Equal(_framesAtFirst - 1, _machine.Frames.FreeCount);
        _parent.Dispose();
        Assert.Equal(_framesAtFirst, _machine.Frames.FreeCount);
    }

    [Fact]
    public void An_empty_root_that_the_table_has_grown_past_is_freed_and_devices_reach_what_is_mapped_in_its_place()
    {
        // The unit has looked, and found nothing there.
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(_direct, Iova).Outcome);
        Assert.Equal(DmaOutcome.NotPresent, _machine.Dma(_nested, Iova).Outcome);
        int least = int.MaxValue;
        _machine.WhenPumped = () => least = Math.Min(least, _machine.Frames.FreeCount);
        _parent.Map(InFourthLevel, Data, 0x1000, Permissions.Read);
        _machine.WhenPumped = null;

        // While units were told, both roots were there; now the new one is, with the three tables under it.
        Assert.Equal((_framesAtFirst - 2, _framesAtFirst - 4), (least, _machine.Frames.FreeCount));
        _parent.Map(Iova, Data + 0x1000, 0x1000, Permissions.Read);
        BothReach(InFourthLevel, Data);
        BothReach(Iova, Data + 0x1000);
    }

    private void BothReach(ulong iova, ulong physical) =>
        Assert.Equal((physical, physical), (_machine.Dma(_direct, iova).PhysicalAddress, _machine.Dma(_nested, iova).PhysicalAddress));

    private Stack<ulong> TakeFramesBut(int left)
    {
        Stack<ulong> taken = [];
        while (_machine.Frames.FreeCount > left)
        {
            Assert.True(_machine.Frames.TryAllocate(out ulong address));
            taken.Push(address);
        }

        return taken;
    }

    private void GiveBack(Stack<ulong> frames)
    {
        while (frames.TryPop(out ulong address))
        {
            _machine.Frames.Free(address);
        }
    }
}
