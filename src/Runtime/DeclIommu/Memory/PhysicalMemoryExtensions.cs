using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeclIommu.Memory;

/// <summary>Single accesses to the 64-bit words that hardware and software share.</summary>
internal static class PhysicalMemoryExtensions
{
    /// <summary>Stores a little-endian word at once, after everything that this thread stored before.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="address">A multiple of 8.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if no memory backs the word.</returns>
    internal static bool TryPublish(this IPhysicalMemory memory, ulong address, ulong value)
    {
        if (!memory.TryGetSpan(address, sizeof(ulong), out Span<byte> word))
        {
            return false;
        }

        ref ulong target = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(word));
        Volatile.Write(ref target, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        return true;
    }
}
