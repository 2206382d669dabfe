using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>The device with its own thread. Nothing here depends on which thread comes first.</summary>
public sealed class ThreadedTests
{
    private const ushort Domain = 1;
    private const ulong Iova = 0x5000;

    private static readonly IommuDeviceOptions Threaded = new() { ExecutionMode = ExecutionMode.Threaded, Caching = CacheBehavior.Adversarial };

    // COMPLETION_WAIT with store: what a driver spins on.
    private static void Complete(Machine machine, ulong value)
    {
        machine.Submit(new CompletionWait { Store = true, StoreAddress = Machine.Semaphore, StoreData = value }.ToRaw());
        SpinWait.SpinUntil(() => TestContext.Current.CancellationToken.IsCancellationRequested || Volatile.Read(ref System.Runtime.InteropServices.MemoryMarshal.AsRef<ulong>(machine.Bytes(Machine.Semaphore, 8))) == value);
    }

    [Fact]
    public void Commands_are_executed_without_being_stepped()
    {
        using var machine = new Machine(Threaded);

        for (ulong value = 1; value <= 1000; value++)
        {
            Complete(machine, value);
        }

        Assert.Equal(1000ul, machine.ReadWord(Machine.Semaphore));
    }

    [Fact]
    public void Disposing_twice_or_with_commands_left_ends_the_thread()
    {
        var machine = new Machine(Threaded, control: RegisterOffsets.IommuEnable);
        machine.Submit(new CompletionWait { Store = true, StoreAddress = Machine.Semaphore, StoreData = 1 }.ToRaw());
        machine.Dispose();
        machine.Dispose();

        machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        Assert.Equal(0ul, machine.ReadWord(Machine.Semaphore));
    }

    [Fact]
    public async Task After_a_completed_invalidation_no_device_writes_to_the_old_page()
    {
        using var machine = new Machine(Threaded);
        ulong root = machine.NewTable();
        DeviceId[] devices = [new(0x10), new(0x11), new(0x20)];
        foreach (DeviceId device in devices)
        {
            machine.Attach(device, Domain, root);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] writers = [.. devices.Select(device => Task.Run(() => WriteUntil(machine, device, stop.Token), TestContext.Current.CancellationToken))];
        try
        {
            for (ulong round = 0; round < 500; round++)
            {
                // Two frames by turns: the one not mapped belongs to somebody else, whose data must stay.
                ulong mapped = Machine.Data + (round % 2 * 4096);
                ulong taken = Machine.Data + ((round + 1) % 2 * 4096);
                machine.Map(root, Iova, mapped);
                machine.Submit(new InvalidateIommuPages { DomainId = new DomainId(Domain), Range = PageRange.Covering(Iova, 4096), IncludePageDirectories = true }.ToRaw());
                Complete(machine, round + 1);

                machine.Bytes(taken, 4096).Fill(0x77);
                Thread.SpinWait(200);
                Assert.Equal(-1, machine.Bytes(taken, 4096).IndexOfAnyExcept((byte)0x77));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }
    }

    private static void WriteUntil(Machine machine, DeviceId device, CancellationToken stop)
    {
        byte[] data = new byte[128];
        Array.Fill(data, (byte)0x11);
        while (!stop.IsCancellationRequested)
        {
            machine.Device.TryWrite(device, Iova + device.Value, data);
        }
    }
}
