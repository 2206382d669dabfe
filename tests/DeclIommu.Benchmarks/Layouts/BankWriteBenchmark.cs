using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Writes a register of eight fields, in 8 and in 4 bytes by turns.</summary>
public class BankWriteBenchmark
{
    private const int Count = 64;

    private readonly byte[] _data = new byte[8];
    private MeasuredBank _bank;
    private HandWrittenBank _byHand = new() { Control = 1 };

    [Benchmark(OperationsPerInvoke = Count)]
    public byte Generated()
    {
        for (int i = 0; i < Count; i += 2)
        {
            _bank.Write(0x08, _data);
            _bank.Write(0x0C, _data.AsSpan(0, 4));
        }

        return _data[0];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public byte ByHand()
    {
        for (int i = 0; i < Count; i += 2)
        {
            _byHand.Write(0x08, _data);
            _byHand.Write(0x0C, _data.AsSpan(0, 4));
        }

        return _data[0];
    }
}
