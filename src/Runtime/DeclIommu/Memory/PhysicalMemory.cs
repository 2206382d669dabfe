using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeclIommu.Memory;

/// <summary>A flat piece of memory, zero when created.</summary>
/// <remarks>
/// Every address that is a multiple of 8 in physical terms is so in the process too if the base address is, so aligned 64-bit accesses are single.
/// A span stays valid as long as it is held. Safe for concurrent use; what two threads write to one place is theirs to order.
/// </remarks>
public sealed class PhysicalMemory : IPhysicalMemory
{
    private readonly ulong[] _words;

    /// <summary>Creates memory.</summary>
    /// <param name="size">The number of bytes: a multiple of 8, from 8 to 8 times <see cref="Array.MaxLength"/>.</param>
    /// <param name="baseAddress">The physical address of the first byte: a multiple of 8; the last byte must lie below 2^64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or the base address is not one of those.</exception>
    public PhysicalMemory(ulong size, ulong baseAddress = 0)
    {
        ulong largest = (ulong)Array.MaxLength * sizeof(ulong);
        if (size == 0 || size > largest || size % sizeof(ulong) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The size of a physical memory is a multiple of 8 in [8..{largest}].");
        }

        if (baseAddress % sizeof(ulong) != 0 || baseAddress > ulong.MaxValue - (size - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(baseAddress), baseAddress, $"The base address of {size} bytes is a multiple of 8, at most {ulong.MaxValue - (size - 1):#x}.");
        }

        _words = new ulong[size / sizeof(ulong)];
        Size = size;
        BaseAddress = baseAddress;
    }

    /// <summary>The physical address of the first byte.</summary>
    public ulong BaseAddress { get; }

    /// <summary>The number of bytes.</summary>
    public ulong Size { get; }

    /// <summary>The memory as walks read it.</summary>
    internal FlatTableMemory Tables => new(_words, BaseAddress);

    /// <inheritdoc/>
    public bool TryGetSpan(ulong address, int length, out Span<byte> span)
    {
        ulong offset = address - BaseAddress;
        if (length < 0 || offset > Size || (ulong)length > Size - offset)
        {
            span = default;
            return false;
        }

        // The words are one array, so the bytes from the offset on are in one piece; its length was checked above.
        ref byte first = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(_words));
        span = MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref first, (nint)offset), length);
        return true;
    }
}
