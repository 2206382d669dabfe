using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Decodes and dispatches a ring of 64 mixed commands and looks at all fields that tell a translation.</summary>
public class CommandDecodeBenchmark
{
    private const int Count = 64;

    private readonly byte[] _ring = new byte[Count * 16];

    public CommandDecodeBenchmark()
    {
        for (int i = 0; i < Count; i++)
        {
            Span<byte> slot = _ring.AsSpan(i * 16);
            if (i % 2 == 0)
            {
                new InvalidateIommuPages { DomainId = new DomainId((ushort)i), IsRange = true, Address = (ulong)i << 12 }.Write(slot);
            }
            else
            {
                new CompletionWait { Store = true, StoreAddress = 0x1000, StoreData = (ulong)i }.Write(slot);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong Generated()
    {
        var sum = default(SummingHandler);
        for (int i = 0; i < Count; i++)
        {
            Command.Dispatch(_ring.AsSpan(i * 16, 16), ref sum);
        }

        return sum.Sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public ulong ByHand()
    {
        ulong sum = 0;
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> slot = _ring.AsSpan(i * 16, 16);
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(slot);
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(slot[8..]);

            // Compared, not switched over: an indirect jump costs more here, and its time comes and goes with where the code lies.
            ulong opcode = low >> 60;
            if (opcode == 1)
            {
                sum += ((low & 1) != 0 ? 1UL : 0) + (low & 0x000F_FFFF_FFFF_FFF8) + high;
            }
            else if (opcode == 3)
            {
                sum += (ushort)(low >> 32) + ((high & 1) != 0 ? 1UL : 0) + (high & ~0xFFFUL);
            }
            else if (opcode is >= 2 and <= 10)
            {
                sum++;
            }
            else
            {
                sum--;
            }
        }

        return sum;
    }
}
