using BenchmarkDotNet.Attributes;
using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Reads four fields of each of 64 device table entries through overlays: a bit, an enum, an address, a split address.</summary>
public class FieldGetBenchmark
{
    private const int Count = 64;

    private readonly byte[] _bytes = Entries.Random(Count);

    [Benchmark(OperationsPerInvoke = Count * 4)]
    public ulong Generated()
    {
        ulong sum = 0;
        for (int i = 0; i < Count; i++)
        {
            ref readonly DeviceTableEntry entry = ref DeviceTableEntry.AsRef((ReadOnlySpan<byte>)_bytes.AsSpan(i * 32));
            sum += (entry.IsValid ? 1UL : 0) + (ulong)entry.Mode + entry.HostPageTableRoot + entry.GuestCr3TableRoot;
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count * 4)]
    public ulong ByHand()
    {
        ulong sum = 0;
        for (int i = 0; i < Count; i++)
        {
            ref readonly HandWrittenEntry entry = ref HandWrittenEntry.Over(_bytes.AsSpan(i * 32));
            ulong low = entry.Word0;
            ulong high = entry.Word1;
            sum += ((low & 1) != 0 ? 1UL : 0)
                + ((low >> 9) & 7)
                + (low & 0x000F_FFFF_FFFF_F000)
                + (((low >> 58) & 7) << 12 | ((high >> 16) & 0xFFFF) << 15 | (high >> 43) << 31);
        }

        return sum;
    }
}
