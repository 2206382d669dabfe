using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

public sealed class AwaitedFlushTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public async Task An_awaited_unmap_completes_when_the_unit_has_confirmed_and_not_before()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine);
        using ManualResetEventSlim released = new();
        machine.WhenPumped = () => released.Wait();
        Task<ulong> unmapped = parent.UnmapAsync(Iova, 0x1000, TestContext.Current.CancellationToken).AsTask();
        Assert.False(unmapped.IsCompleted);
        Assert.NotEmpty(machine.Cached(parent.DomainId));
        Assert.Equal(MappingFault.StillCached, Assert.Throws<MappingException>(() => parent.Map(Iova, Data, 0x1000, Permissions.Read)).Fault);
        parent.Map(Iova + 0x1000, Data, 0x1000, Permissions.Read);
        released.Set();
        Assert.Equal(0x1000UL, await unmapped);
        machine.WhenPumped = null;
        Assert.Empty(machine.Cached(parent.DomainId));
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once_and_the_range_stays_unusable_until_the_flush_has_completed()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine);
        int free = machine.Frames.FreeCount;
        using ManualResetEventSlim released = new();
        using CancellationTokenSource cancellation = new();
        machine.WhenPumped = () => released.Wait();
        Task<ulong> unmapped = parent.UnmapAsync(Iova, 0x1000, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => unmapped);
        Assert.Equal(MappingFault.StillCached, Assert.Throws<MappingException>(() => parent.Map(Iova, Data, 0x1000, Permissions.Read)).Fault);
        Assert.Equal(free, machine.Frames.FreeCount);
        released.Set();
        while (machine.Frames.FreeCount == free)
        {
            await Task.Yield();
        }

        machine.WhenPumped = null;
        Assert.Empty(machine.Cached(parent.DomainId));
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_changes_nothing()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine);
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parent.UnmapAsync(Iova, 0x1000, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parent.FlushAsync(cancelled).AsTask());
        Assert.True(parent.TryTranslate(Iova, out _));
        Assert.Empty(machine.Registers[0].Commands);
    }

    [Fact]
    public async Task A_unit_that_dies_fails_who_awaits_it_with_its_cause_and_its_devices_are_blocked()
    {
        using DyingUnit dying = new();
        dying.Kill();
        Task<ulong> unmapped = dying.Parent.UnmapAsync(DyingUnit.Iova, 0x1000, TestContext.Current.CancellationToken).AsTask();
        IommuUnitFailedException failure = await Assert.ThrowsAsync<IommuUnitFailedException>(() => unmapped);
        Assert.Equal((UnitFailure.Timeout, "unit 0"), (failure.Failure, failure.Unit));
        Assert.Equal(DeviceTableEntries.Blocked, dying.Machine.Entry(dying.Endpoint));
        Assert.Equal(1, dying.Parent.UnconfirmedRanges);
        await Assert.ThrowsAsync<IommuUnitFailedException>(() => dying.Parent.FlushAsync(TestContext.Current.CancellationToken).AsTask());

        dying.Recover();
        await dying.Parent.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, dying.Parent.UnconfirmedRanges);
        Assert.Empty(dying.Machine.Cached(dying.Parent.DomainId));
    }

    [Fact]
    public async Task What_is_not_mapped_completes_at_once_and_sends_nothing()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine);
        ValueTask<ulong> unmapped = parent.UnmapAsync(Iova + 0x10_0000, 0x1000, TestContext.Current.CancellationToken);
        Assert.True(unmapped.IsCompletedSuccessfully);
        Assert.Equal(0UL, await unmapped);
        Assert.Empty(machine.Registers[0].Commands);
    }

    [Fact]
    public async Task Awaited_flushes_use_the_same_operations_again()
    {
        using DriverMachine machine = new();
        ParentDomain parent = Create(machine);
        FlushOperation operation = machine.Host.RentOperation();
        machine.Host.ReturnOperation(operation);
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(0x1000UL, await parent.UnmapAsync(Iova, 0x1000, TestContext.Current.CancellationToken));
            await parent.FlushAsync(TestContext.Current.CancellationToken);
            parent.Map(Iova, Data, 0x1000, Permissions.Read);
        }

        Assert.Same(operation, machine.Host.RentOperation());
    }

    [Fact]
    public void Mapping_unmapping_and_flushing_allocate_nothing_once_they_have_run()
    {
        PhysicalMemory memory = new(4 * 1024 * 1024);

        // A device with a thread of its own: what it allocates is not the driver's.
        using IommuDevice device = new(memory, new IommuDeviceOptions { ExecutionMode = ExecutionMode.Threaded });
        PageFrameAllocator frames = new(memory, 0x10_0000, 0x10_0000);
        using IommuUnit unit = new(device, memory, frames, new IommuUnitOptions { DeviceTableFrames = 1, Timeout = TimeSpan.FromMinutes(5) });
        using IommuHost host = new([unit]);
        using ParentDomain parent = host.CreateParentDomain();
        parent.Attach(host.GetEndpoint(unit, new DeviceId(1)));
        Run(10);
        Assert.Equal(0, Allocations.Of(() => Run(1000)));

        void Run(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                parent.Map(Iova, 0x1000, 0x3000, Permissions.Read);
                parent.Unmap(Iova + 0x1000, 0x1000);
                parent.Unmap(Iova, 0x3000);
                parent.Flush();
            }
        }
    }

    private static ParentDomain Create(DriverMachine machine)
    {
        ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        IommuEndpoint endpoint = machine.Endpoint(1);
        parent.Attach(endpoint);
        machine.Dma(endpoint, Iova);
        machine.ClearRecords();
        return parent;
    }
}
