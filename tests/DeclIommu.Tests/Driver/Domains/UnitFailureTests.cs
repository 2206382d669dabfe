using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class UnitFailureTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void What_a_failed_unit_has_not_confirmed_is_not_reported_flushed_and_the_range_is_not_mapped_again_before_it_is()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(dying.Endpoint);
        dying.Machine.Dma(dying.Endpoint, Iova);
        int frames = dying.Machine.Frames.FreeCount;
        dying.Kill();
        IommuUnitFailedException failure = Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(Iova, 0x1000));
        Assert.Equal((UnitFailure.Timeout, "unit 0"), (failure.Failure, failure.Unit));
        Assert.NotEmpty(dying.Machine.Cached(parent.DomainId));
        Assert.Equal(frames, dying.Machine.Frames.FreeCount);
        Assert.Equal(MappingFault.StillCached, Assert.Throws<MappingException>(() => parent.Map(Iova, Data + 0x1000, 0x1000, Permissions.Read)).Fault);
        Assert.Throws<IommuUnitFailedException>(parent.Flush);

        dying.Revive();
        dying.Machine.Units[0].Recover();
        parent.Flush();
        Assert.Empty(dying.Machine.Cached(parent.DomainId));
        Assert.True(dying.Machine.Frames.FreeCount > frames);
        parent.Map(Iova, Data + 0x1000, 0x1000, Permissions.Read);
        Assert.Equal(Data + 0x1000, dying.Machine.Dma(dying.Endpoint, Iova).PhysicalAddress);
    }

    [Fact]
    public void Unmapping_again_what_a_failed_unit_has_not_confirmed_fails_again_until_it_has()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(dying.Endpoint);
        dying.Machine.Dma(dying.Endpoint, Iova);
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(Iova, 0x1000));
        Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(Iova, 0x1000));
        dying.Revive();
        dying.Machine.Units[0].Recover();
        Assert.Equal(0UL, parent.Unmap(Iova, 0x1000));
        Assert.Equal(0, parent.UnconfirmedRanges);
        parent.Map(Iova, Data + 0x1000, 0x1000, Permissions.Read);
    }

    [Fact]
    public void A_recovered_unit_has_told_devices_that_cache_translations_to_forget_them()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint caching = dying.Machine.Endpoint(2, options: new IommuEndpointOptions { CachesTranslations = true });
        parent.Attach(caching);
        Assert.Equal(Data, dying.Machine.Dma(caching, Iova).PhysicalAddress);
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => parent.Detach(caching));
        Assert.NotEmpty(dying.Machine.Model().GetDeviceTlb(caching.DeviceId).Snapshot());
        dying.Revive();
        dying.Machine.Units[0].Recover();
        Assert.Empty(dying.Machine.Model().GetDeviceTlb(caching.DeviceId).Snapshot());
    }

    [Fact]
    public void A_device_is_not_blocked_over_a_failure_that_its_unit_has_recovered_from()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(dying.Endpoint);
        dying.Machine.Units[0].BlockEndpoints();
        Assert.True(dying.Machine.Entry(dying.Endpoint).TranslationValid);
    }

    [Fact]
    public void A_failed_unit_does_not_keep_the_others_from_being_told_and_waited_for()
    {
        using Dying dying = new(units: 2);
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint healthy = dying.Machine.Endpoint(1, unit: 1);
        parent.Attach(dying.Endpoint);
        parent.Attach(healthy);
        dying.Machine.Dma(healthy, Iova);
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(Iova, 0x1000));
        Assert.Empty(dying.Machine.Cached(parent.DomainId, unit: 1));
        Assert.Null(dying.Machine.Units[1].Failure);
    }

    [Fact]
    public void Devices_of_a_failed_unit_are_blocked_and_come_back_when_it_has_recovered()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x2000, Permissions.Read);
        IommuEndpoint other = dying.Machine.Endpoint(2);
        parent.Attach(dying.Endpoint);
        parent.Attach(other);
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(Iova, 0x1000));
        Assert.Equal(DeviceTableEntries.Blocked, dying.Machine.Entry(dying.Endpoint));
        Assert.Equal(DeviceTableEntries.Blocked, dying.Machine.Entry(other));
        dying.Revive();
        dying.Machine.Units[0].Recover();
        Assert.Null(dying.Machine.Units[0].Failure);
        Assert.Equal(Data + 0x1000, dying.Machine.Dma(other, Iova + 0x1000).PhysicalAddress);
    }

    [Fact]
    public void Detaching_and_disposing_do_their_work_on_a_failed_unit_and_keep_ids_and_frames_back_until_it_has_confirmed()
    {
        using Dying dying = new();
        DriverMachine machine = dying.Machine;
        int frames = machine.Frames.FreeCount;
        ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        VirtualIommu guest = parent.CreateVirtualIommu();
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        nested.Attach(dying.Endpoint);
        machine.Dma(dying.Endpoint, Iova);
        int used = frames - machine.Frames.FreeCount;
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => nested.Detach(dying.Endpoint));
        Assert.Null(dying.Endpoint.Domain);
        nested.Dispose();
        Assert.Equal(1, guest.DomainIdsHeld);
        parent.Dispose();
        Assert.Equal(2, machine.Host.QuarantinedDomainIds);
        Assert.Equal(frames - used, machine.Frames.FreeCount);
        Assert.False(machine.Host.Reclaim());

        dying.Revive();
        machine.Units[0].Recover();
        Assert.True(machine.Host.Reclaim());
        Assert.Equal((0, 0), (machine.Host.QuarantinedDomainIds, guest.DomainIdsHeld));
        Assert.Equal(frames, machine.Frames.FreeCount);
    }

    [Fact]
    public void Attaching_through_a_failed_unit_leaves_the_device_blocked_and_nowhere()
    {
        using Dying dying = new();
        ParentDomain parent = dying.Machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => parent.Attach(dying.Endpoint));
        Assert.Null(dying.Endpoint.Domain);
        Assert.Equal(0, parent.EndpointCount);
        Assert.Equal(DeviceTableEntries.Blocked, dying.Machine.Entry(dying.Endpoint));
        dying.Revive();
        dying.Machine.Units[0].Recover();
        parent.Attach(dying.Endpoint);
        Assert.Equal(Data, dying.Machine.Dma(dying.Endpoint, Iova).PhysicalAddress);
    }

    [Fact]
    public void A_disposed_unit_is_not_recovered()
    {
        using Dying dying = new();
        DriverMachine machine = dying.Machine;
        machine.Dispose();
        machine.Memory.TryGetSpan(DriverMachine.FramesStart, DriverMachine.FrameCount * 4096, out Span<byte> frames);
        frames.Fill(0xA5);
        int writes = machine.Registers[0].Writes.Count;
        Assert.Throws<ObjectDisposedException>(machine.Units[0].Recover);
        Assert.Equal(writes, machine.Registers[0].Writes.Count);
        Assert.Equal(-1, frames.IndexOfAnyExcept((byte)0xA5));
    }

    [Fact]
    public void A_unit_is_not_stopped_in_the_middle_of_its_recovery()
    {
        using Dying dying = new();
        DriverMachine machine = dying.Machine;
        Thread stopping = new(machine.Units[0].Dispose);
        machine.WhenPumped = () =>
        {
            // The other thread goes as far as it can.
            machine.WhenPumped = null;
            stopping.Start();
            SpinWait.SpinUntil(() => stopping.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !stopping.IsAlive);
        };
        machine.Units[0].Recover();
        stopping.Join();
        Assert.Null(machine.Units[0].Failure);
        ControlRegister last = ControlRegister.FromRaw(machine.Registers[0].Writes.FindLast(static write => write.Offset == RegisterOffset.Control).Value);
        Assert.False(last.IommuEnabled);
    }

    private sealed class Dying : IDisposable
    {
        private readonly StoppedClock _clock = new();

        public Dying(int units = 1)
        {
            Machine = new DriverMachine(units, unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1) });
            Endpoint = Machine.Endpoint(1);
        }

        public DriverMachine Machine { get; }

        public IommuEndpoint Endpoint { get; }

        public void Kill()
        {
            Machine.Dead.Add(0);
            Machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        public void Revive()
        {
            Machine.Dead.Clear();
            Machine.WhenPumped = null;
        }

        public void Dispose()
        {
            Revive();
            Machine.Dispose();
        }
    }
}
