using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeclIommu.Memory;

/// <summary>A flat piece of memory.</summary>
/// <param name="words">Its words.</param>
/// <param name="baseAddress">The address of the first, a multiple of 8.</param>
internal readonly struct FlatTableMemory(ulong[] words, ulong baseAddress) : ITableMemory
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ulong address, out ulong value)
    {
        ulong index = (address - baseAddress) / sizeof(ulong);
        if (index >= (ulong)words.Length)
        {
            value = 0;
            return false;
        }

        value = PhysicalMemoryExtensions.InHostOrder(Volatile.Read(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), (nint)index)));
        return true;
    }
}
