using BenchmarkDotNet.Attributes;
using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Sets four fields of each of 64 device table entries through overlays, with the same checks on both sides.</summary>
public class FieldSetBenchmark
{
    private const int Count = 64;

    private readonly byte[] _bytes = Entries.Random(Count);
    private readonly PagingMode _mode = PagingMode.FourLevels;
    private readonly ulong _root = 0x000A_BCDE_F123_4000;
    private readonly ushort _domain = 42;
    private readonly bool _isValid = true;

    [Benchmark(OperationsPerInvoke = Count * 4)]
    public void Generated()
    {
        for (int i = 0; i < Count; i++)
        {
            ref DeviceTableEntry entry = ref DeviceTableEntry.AsRef(_bytes.AsSpan(i * 32));
            entry.IsValid = _isValid;
            entry.Mode = _mode;
            entry.HostPageTableRoot = _root;
            entry.DomainId = new DomainId(_domain);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count * 4)]
    public void ByHand()
    {
        for (int i = 0; i < Count; i++)
        {
            ref HandWrittenEntry entry = ref HandWrittenEntry.Over(_bytes.AsSpan(i * 32));
            entry.Word0 = _isValid ? entry.Word0 | 1 : entry.Word0 & ~1UL;
            uint mode = (uint)_mode;
            if (mode > 7)
            {
                Refuse(nameof(_mode), mode);
            }

            entry.Word0 = (entry.Word0 & ~0x0E00UL) | ((ulong)mode << 9);
            ulong root = _root;
            if ((root & ~0x000F_FFFF_FFFF_F000UL) != 0)
            {
                Refuse(nameof(_root), root);
            }

            entry.Word0 = (entry.Word0 & ~0x000F_FFFF_FFFF_F000UL) | root;
            entry.Word1 = (entry.Word1 & ~0xFFFFUL) | _domain;
        }
    }

    private static void Refuse(string name, ulong value) => throw new ArgumentOutOfRangeException(name, value, "The value does not fit.");
}
