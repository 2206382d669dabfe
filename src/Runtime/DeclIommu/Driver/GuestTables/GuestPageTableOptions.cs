namespace DeclIommu.Driver;

/// <summary>How a guest page table of the host's own translates.</summary>
public sealed class GuestPageTableOptions : FlushOptions
{
    private readonly int _levels = 4;
    private readonly ulong _largestPage = GuestPageSize.Largest;
    private readonly ulong _tableWindow;

    /// <summary>How many levels it has: 4, for addresses of 48 bits, unless said otherwise, or 5, for 57.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public int Levels
    {
        get => _levels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 4);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 5);
            _levels = value;
        }
    }

    /// <summary>The largest page size to map with: 4 KiB, 2 MiB, or 1 GiB, which it is unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such size.</exception>
    public ulong LargestPage
    {
        get => _largestPage;
        init => _largestPage = GuestPageSize.IsUsable(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A guest page has 4 KiB, 2 MiB or 1 GiB.");
    }

    /// <summary>
    /// Of a table under a parent: what is added to the physical address of each of its frames to give the address at which the parent maps it, read-only. A multiple of
    /// 4096; 0 unless said otherwise. The addresses must be free in the parent.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not a multiple of 4096.</exception>
    public ulong TableWindow
    {
        get => _tableWindow;
        init => _tableWindow = value % GuestPageSize.Smallest == 0
            ? value
            : throw new ArgumentException($"The window, 0x{value:X}, is not a multiple of {GuestPageSize.Smallest}.", nameof(value));
    }
}
