using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>A device table entry as one writes it without a generator: four words.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct HandWrittenEntry
{
    public ulong Word0;
    public ulong Word1;
    public ulong Word2;
    public ulong Word3;

    public static ref HandWrittenEntry Over(Span<byte> bytes)
    {
        if (bytes.Length < 32)
        {
            throw new ArgumentException("An entry takes 32 bytes.", nameof(bytes));
        }

        return ref Unsafe.As<byte, HandWrittenEntry>(ref MemoryMarshal.GetReference(bytes));
    }
}
