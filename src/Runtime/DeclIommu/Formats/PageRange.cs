using System.Numerics;

namespace DeclIommu.Formats;

/// <summary>A naturally aligned range of 4 KiB to 2^64 bytes, in the encoding that commands and sized page table entries share.</summary>
/// <remarks>
/// AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_IOMMU_PAGES. In an address with S set the first zero
/// from bit 12 upwards tells the size: 2 to the power of its position plus one. Immutable; the default value is the first 4 KiB page.
/// </remarks>
public readonly record struct PageRange
{
    private const int PageShift = 12;

    // Bits 63 to 52 of an address only repeat bit 51's meaning, so a range that differs there can only be asked for as everything.
    private const int HighestSizeBit = 51;

    private readonly byte _sizeOrder;

    private PageRange(ulong start, int log2Size)
    {
        Start = start;
        _sizeOrder = (byte)(log2Size - PageShift);
    }

    /// <summary>The whole address space.</summary>
    public static PageRange All => new(0, 64);

    /// <summary>The address of the first byte, a multiple of the size.</summary>
    public ulong Start { get; }

    /// <summary>The logarithm to base 2 of the size in bytes: 12 to 64.</summary>
    public int Log2Size => _sizeOrder + PageShift;

    /// <summary>The address of the last byte.</summary>
    public ulong Last => Start | SizeMask;

    /// <summary>S: whether the address carries a size. It does unless the range is one page.</summary>
    public bool IsRange => _sizeOrder != 0;

    /// <summary>The encoded address: the start, with the size as ones from bit 12 upwards.</summary>
    public ulong Address => Start | (SizeMask >> 1 & ~((1UL << PageShift) - 1));

    private ulong SizeMask => ulong.MaxValue >> (64 - Log2Size);

    /// <summary>The smallest range that can be encoded and covers what is asked for.</summary>
    /// <param name="start">The first byte; the page it lies in is covered whole.</param>
    /// <param name="length">The number of bytes, at least 1; the range ends at 2^64 at the latest.</param>
    /// <returns>More than asked for where start or length are not aligned: two pages across a 2 MiB boundary give 4 MiB, addresses that differ above bit 51 give <see cref="All"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is 0, or the range passes the end of the address space.</exception>
    public static PageRange Covering(ulong start, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length - 1, ulong.MaxValue - start, nameof(length));
        int highestDifference = 63 - BitOperations.LeadingZeroCount(start ^ (start + (length - 1)));
        return highestDifference > HighestSizeBit ? All : Aligned(start, Math.Max(highestDifference + 1, PageShift));
    }

    /// <summary>The range that an address and its S bit name.</summary>
    /// <param name="address">The encoded address; the low 12 bits do not count.</param>
    /// <param name="isRange">S: whether the address carries a size.</param>
    /// <returns>The range; ones in every bit from 12 upwards also name <see cref="All"/>.</returns>
    public static PageRange Decode(ulong address, bool isRange)
    {
        if (!isRange)
        {
            return Aligned(address, PageShift);
        }

        int firstZero = PageShift + BitOperations.TrailingZeroCount(~(address >> PageShift));
        return firstZero >= 63 ? All : Aligned(address, firstZero + 1);
    }

    private static PageRange Aligned(ulong address, int log2Size) => new(address >> log2Size << log2Size, log2Size);
}
