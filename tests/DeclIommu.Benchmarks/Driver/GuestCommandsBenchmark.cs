using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.Tests.Driver;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Has a unit do 32 invalidations and a completion wait of a guest, awaited; the peer is the call that blocks. In ns and bytes a call: the thread pool's turn and the pooled operation are in there.</summary>
public class GuestCommandsBenchmark
{
    private const int Invalidations = 32;

    private readonly VirtualIommu _guest;
    private readonly Observer _observer = new();
    private readonly byte[] _commands = new byte[(Invalidations + 1) * Command.SizeInBytes];

    public GuestCommandsBenchmark()
    {
        PhysicalMemory memory = new(8 * 1024 * 1024);
        IommuUnit unit = new(new InstantUnit(memory), memory, new PageFrameAllocator(memory, 0x1000, 0x30_0000), new IommuUnitOptions { DeviceTableFrames = 1 });
        IommuHost host = new([unit]);
        _guest = host.CreateParentDomain().CreateVirtualIommu();
        _guest.CreateNestedDomain(new DeviceTableEntry { IsValid = true, TranslationValid = true, DomainId = new DomainId(7) }).Attach(host.GetEndpoint(unit, new DeviceId(1)));
        for (int index = 0; index < Invalidations; index++)
        {
            new InvalidateIommuPages { DomainId = new DomainId(7), Range = PageRange.Covering((ulong)index * 0x1000, 0x1000) }.Write(_commands.AsSpan(index * Command.SizeInBytes));
        }

        new CompletionWait { Interrupt = true }.Write(_commands.AsSpan(Invalidations * Command.SizeInBytes));
    }

    [Benchmark]
    public int Awaited()
    {
        ValueTaskAwaiter<int> result = _guest.ExecuteAsync(_commands, _observer).GetAwaiter();
        SpinWait spinner = default;
        while (!result.IsCompleted)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return result.GetResult();
    }

    [Benchmark(Baseline = true)]
    public int Blocking() => _guest.Execute(_commands, _observer);

    private sealed class Observer : IGuestCommandObserver
    {
        public void OnCompletionWait(CompletionWait command)
        {
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }
    }
}
