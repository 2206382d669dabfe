using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>What awaited flushes allocate, on whatever thread: counted over the whole process, while nothing else runs in it.</summary>
[Collection(nameof(AwaitedFlushAllocationTests))]
public sealed class AwaitedFlushAllocationTests
{
    private const ulong Iova = 0x40_0000;
    private const int Rounds = 2_000;
    private const int Attempts = 5;

    // Of the runtime itself, in thousands of rounds: its thread pool's queue grows, a timer ticks.
    private const long MostOfOthers = 16 * 1024;

    [Fact]
    public void Awaited_unmapping_flushing_and_commands_of_guests_allocate_nothing_once_they_have_run()
    {
        PhysicalMemory memory = new(4 * 1024 * 1024);
        PageFrameAllocator frames = new(memory, 0x10_0000, 0x10_0000);
        using IommuUnit unit = new(new InstantUnit(memory), memory, frames, new IommuUnitOptions { DeviceTableFrames = 1 });
        using IommuHost host = new([unit]);
        using ParentDomain parent = host.CreateParentDomain();
        VirtualIommu guest = parent.CreateVirtualIommu();
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        nested.Attach(host.GetEndpoint(unit, new DeviceId(1)));
        SilentObserver observer = new();
        byte[] commands = new byte[2 * Command.SizeInBytes];
        new InvalidateIommuPages { DomainId = new DomainId(0), Range = PageRange.All }.Write(commands);
        new CompletionWait { Store = true, StoreData = 1 }.Write(commands.AsSpan(Command.SizeInBytes));
        CancellationToken ending = TestContext.Current.CancellationToken;
        Run(Rounds);
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Run(Rounds);
            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(fewest, 0, MostOfOthers);

        void Run(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                parent.Map(Iova, 0x1000, 0x1000, Permissions.Read);
                bool isUnmapped = Await(parent.UnmapAsync(Iova, 0x1000, ending)) == 0x1000;
                Await(parent.FlushAsync(ending));
                if (!isUnmapped || Await(guest.ExecuteAsync(commands, observer, ending)) != 2)
                {
                    throw new InvalidOperationException("Not all was done.");
                }
            }
        }
    }

    // Without a task or a state machine of the test's own.
    private static T Await<T>(ValueTask<T> pending)
    {
        while (!pending.IsCompleted)
        {
            Thread.Yield();
        }

        return pending.Result;
    }

    private static void Await(ValueTask pending)
    {
        while (!pending.IsCompleted)
        {
            Thread.Yield();
        }

        pending.GetAwaiter().GetResult();
    }

    /// <summary>After all that runs side by side.</summary>
    [CollectionDefinition(nameof(AwaitedFlushAllocationTests), DisableParallelization = true)]
    public sealed class Alone;
}
