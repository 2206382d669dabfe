using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.Tests.Driver;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Flushes a parent with 500 domain IDs on one unit, in ns a command; the peer takes a lock and writes the tail for each command, as Linux does.</summary>
public class ParentFlushBenchmark
{
    private const int Ids = 500;

    private readonly PhysicalMemory _memory = new(8 * 1024 * 1024);
    private readonly InstantUnit _registers;
    private readonly ParentDomain _parent;
    private readonly ushort[] _ids = new ushort[Ids];
    private readonly object _gate = new();
    private readonly ulong _ring = 0x40_0000;
    private uint _tail;

    public ParentFlushBenchmark()
    {
        _registers = new InstantUnit(_memory);
        IommuUnit unit = new(_registers, _memory, new PageFrameAllocator(_memory, 0x1000, 0x30_0000), new IommuUnitOptions { DeviceTableFrames = 8, CommandBufferLength = 1024 });
        IommuHost host = new([unit]);
        _parent = host.CreateParentDomain();
        VirtualIommu guest = _parent.CreateVirtualIommu();
        for (ushort index = 0; index < Ids; index++)
        {
            NestedDomain domain = guest.CreateNestedDomain(new DeviceTableEntry { IsValid = true, TranslationValid = true, DomainId = new DomainId(index) });
            domain.Attach(host.GetEndpoint(unit, new DeviceId(index)));
            _ids[index] = domain.DomainId.Value;
        }
    }

    [Benchmark(OperationsPerInvoke = Ids)]
    public void OneBatch() => _parent.Flush();

    [Benchmark(Baseline = true, OperationsPerInvoke = Ids)]
    public void CommandByCommand()
    {
        Span<byte> tail = stackalloc byte[8];
        _memory.TryGetSpan(_ring, 0x4000, out Span<byte> ring);
        foreach (ushort id in _ids)
        {
            lock (_gate)
            {
                new InvalidateIommuPages { DomainId = new DomainId(id), IncludePageDirectories = true, Range = PageRange.All }.Write(ring[(int)_tail..]);
                _tail = (_tail + 16) % 0x4000;
                BinaryPrimitives.WriteUInt64LittleEndian(tail, _tail);
                _registers.Write(RegisterOffset.EventLogHead, tail);
            }
        }
    }
}
