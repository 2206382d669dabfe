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
        Volatile.Write(ref target, InHostOrder(value));
        return true;
    }

    /// <summary>Reads a little-endian word at once, before everything that this thread reads afterwards.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="address">A multiple of 8.</param>
    /// <param name="value">The value, if the result is true.</param>
    /// <returns>False if no memory backs the word.</returns>
    internal static bool TryReadWord(this IPhysicalMemory memory, ulong address, out ulong value)
    {
        if (!memory.TryGetSpan(address, sizeof(ulong), out Span<byte> word))
        {
            value = 0;
            return false;
        }

        value = InHostOrder(Volatile.Read(ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(word))));
        return true;
    }

    /// <summary>Replaces a little-endian word at once if it still has the value that was read.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="address">A multiple of 8 that memory backs.</param>
    /// <param name="expected">The value that was read.</param>
    /// <param name="value">The new value.</param>
    /// <returns>False, and nothing changed, if it has another value by now.</returns>
    internal static bool TryReplaceWord(this IPhysicalMemory memory, ulong address, ulong expected, ulong value)
    {
        if (!memory.TryGetSpan(address, sizeof(ulong), out Span<byte> word))
        {
            return false;
        }

        ref ulong target = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(word));
        return Interlocked.CompareExchange(ref target, InHostOrder(value), InHostOrder(expected)) == InHostOrder(expected);
    }

    internal static ulong InHostOrder(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
