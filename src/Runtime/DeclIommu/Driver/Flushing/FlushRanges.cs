using System.Numerics;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Turns a range of addresses into ranges that commands can name.</summary>
internal static class FlushRanges
{
    // From here on a range is all that physical addresses reach, or more: it is not worth splitting.
    private const ulong Unsplit = 2 * HostPageSize.LargestPage;

    /// <summary>Splits a range into naturally aligned pieces that cover it exactly, if that takes no more pieces than there is room for; otherwise gives the one range that covers it.</summary>
    /// <param name="start">The first address, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="pieces">Receives the ranges: room for at least one.</param>
    /// <returns>How many ranges there are.</returns>
    public static int Split(ulong start, ulong length, Span<PageRange> pieces)
    {
        PageRange whole = PageRange.Covering(start, length);
        ulong last = start + (length - 1);
        if ((whole.Start == start && whole.Last == last) || length >= Unsplit)
        {
            pieces[0] = whole;
            return 1;
        }

        int count = 0;
        ulong next = start;
        while (count < pieces.Length)
        {
            ulong left = last - next + 1;
            int log2 = Math.Min(BitOperations.TrailingZeroCount(next), BitOperations.Log2(left));
            PageRange piece = PageRange.Covering(next, BitOperations.RotateLeft(1UL, log2));
            pieces[count++] = piece;
            if (piece.Last == last)
            {
                return count;
            }

            next = piece.Last + 1;
        }

        pieces[0] = whole;
        return 1;
    }
}
