using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace DeclIommu.Memory;

/// <summary>Memory of which only some 4 KiB pages exist, for recordings of a guest and for tests.</summary>
/// <remarks>
/// A span crosses a page boundary only where both pages came in one call of <see cref="Add"/>. Safe for concurrent use; a page added becomes visible as a whole.
/// </remarks>
public sealed class SparseMemory : IPhysicalMemory
{
    /// <summary>The size of a page in bytes.</summary>
    public const int PageSize = 4096;

    private readonly ConcurrentDictionary<ulong, Page> _pages = new();

    /// <summary>The number of pages that exist.</summary>
    public int PageCount => _pages.Count;

    /// <summary>Adds one page, or several that lie one after the other, with their contents.</summary>
    /// <param name="address">The physical address of the first byte, a multiple of 4096.</param>
    /// <param name="page">The contents, copied: a multiple of 4096 bytes, at least one page, ending below 2^64.</param>
    /// <exception cref="ArgumentException">The address or the length is not one of those, or a page exists already; nothing was added.</exception>
    /// <remarks>Two threads must not add the same page at the same time.</remarks>
    public void Add(ulong address, ReadOnlySpan<byte> page)
    {
        if (address % PageSize != 0)
        {
            throw new ArgumentException($"The address of a page is a multiple of {PageSize}, {address:#x} is not.", nameof(address));
        }

        if (page.IsEmpty || page.Length % PageSize != 0 || address > ulong.MaxValue - (ulong)(page.Length - 1))
        {
            throw new ArgumentException($"The contents are a multiple of {PageSize} bytes and end below 2^64; {page.Length} bytes at {address:#x} do not.", nameof(page));
        }

        for (int offset = 0; offset < page.Length; offset += PageSize)
        {
            if (_pages.ContainsKey(address + (ulong)offset))
            {
                throw new ArgumentException($"The page at {address + (ulong)offset:#x} exists already.", nameof(address));
            }
        }

        var words = new ulong[page.Length / sizeof(ulong)];
        page.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        for (int offset = 0; offset < page.Length; offset += PageSize)
        {
            _pages[address + (ulong)offset] = new Page(words, offset);
        }
    }

    /// <inheritdoc/>
    public bool TryGetSpan(ulong address, int length, out Span<byte> span)
    {
        int within = (int)(address % PageSize);
        if (length >= 0 && _pages.TryGetValue(address - (ulong)within, out Page page))
        {
            Span<byte> rest = MemoryMarshal.AsBytes(page.Words.AsSpan())[(page.Offset + within)..];
            if (length <= rest.Length)
            {
                span = rest[..length];
                return true;
            }
        }

        span = default;
        return false;
    }

    private readonly record struct Page(ulong[] Words, int Offset);
}
