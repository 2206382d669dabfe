using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Reads a 32-byte entry, validates it, changes its domain, and writes it back.</summary>
public class EntryCopyBenchmark
{
    private const int Count = 64;

    private readonly byte[] _bytes = new byte[Count * 32];

    public EntryCopyBenchmark()
    {
        for (int i = 0; i < Count; i++)
        {
            new DeviceTableEntry { IsValid = true, TranslationValid = true, Mode = PagingMode.FourLevels }.Write(_bytes.AsSpan(i * 32));
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Generated()
    {
        int valid = 0;
        for (int i = 0; i < Count; i++)
        {
            Span<byte> slot = _bytes.AsSpan(i * 32, 32);
            DeviceTableEntry entry = DeviceTableEntry.Read(slot);
            if (entry.TryValidate(out _))
            {
                valid++;
                entry.DomainId = new DomainId((ushort)i);
                entry.Write(slot);
            }
        }

        return valid;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int ByHand()
    {
        int valid = 0;
        for (int i = 0; i < Count; i++)
        {
            Span<byte> slot = _bytes.AsSpan(i * 32, 32);
            HandWrittenEntry entry = MemoryMarshal.Read<HandWrittenEntry>(slot);
            bool isReserved = ((entry.Word0 & 0x8000_0000_0000_007C) | (entry.Word1 & 0x0000_0400_0000_0000)
                | (entry.Word2 & 0x0830_0000_0000_0000) | (entry.Word3 & 0x001F_0000_0000_7FFF)) != 0;
            if (!isReserved
                && ((entry.Word0 >> 7) & 3) != 2
                && ((entry.Word0 >> 9) & 7) != 7
                && ((entry.Word0 >> 56) & 3) != 3
                && ((entry.Word1 >> 35) & 3) != 3
                && ((entry.Word2 >> 1) & 15) <= 11
                && ((entry.Word2 >> 54) & 3) <= 1
                && ((entry.Word2 >> 60) & 3) != 3)
            {
                valid++;
                entry.Word1 = (entry.Word1 & ~0xFFFFUL) | (ushort)i;
                MemoryMarshal.Write(slot, entry);
            }
        }

        return valid;
    }
}
