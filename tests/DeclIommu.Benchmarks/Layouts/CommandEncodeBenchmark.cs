using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Writes 64 INVALIDATE_IOMMU_PAGES commands into a ring.</summary>
public class CommandEncodeBenchmark
{
    private const int Count = 64;

    private readonly byte[] _ring = new byte[Count * 16];

    [Benchmark(OperationsPerInvoke = Count)]
    public void Generated()
    {
        for (int i = 0; i < Count; i++)
        {
            new InvalidateIommuPages
            {
                DomainId = new DomainId((ushort)i),
                IncludePageDirectories = true,
                Address = (ulong)i << 12,
            }.Write(_ring.AsSpan(i * 16, 16));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void ByHand()
    {
        for (int i = 0; i < Count; i++)
        {
            Span<byte> slot = _ring.AsSpan(i * 16, 16);
            ulong address = (ulong)i << 12;
            if ((address & 0xFFF) != 0)
            {
                throw new ArgumentException("The address is not aligned.");
            }

            BinaryPrimitives.WriteUInt64LittleEndian(slot, 0x3000_0000_0000_0000 | ((ulong)(ushort)i << 32));
            BinaryPrimitives.WriteUInt64LittleEndian(slot[8..], address | 2);
        }
    }
}
