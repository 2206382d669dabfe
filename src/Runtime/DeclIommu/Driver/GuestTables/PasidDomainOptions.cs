using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>What a domain with a guest CR3 table of its own is like.</summary>
public sealed class PasidDomainOptions : FlushOptions
{
    private readonly int _pagingLevels = 4;
    private readonly ulong _tableWindow;

    /// <summary>How many levels the guest CR3 table has, and so how many PASIDs there are: 512 unless said otherwise.</summary>
    public GuestCr3TableLevels PasidLevels { get; init; } = GuestCr3TableLevels.One;

    /// <summary>How many levels the page tables have that are bound to its PASIDs: 4 unless said otherwise, or 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public int PagingLevels
    {
        get => _pagingLevels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 4);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 5);
            _pagingLevels = value;
        }
    }

    /// <summary>Whether requests without PASID go through the table of PASID 0; otherwise only the parent translates them, and without one they pass as they are.</summary>
    public bool TranslateWithoutPasid { get; init; }

    /// <summary>Of a domain under a parent: what is added to the physical address of each frame of the guest CR3 table to give its address there. See <see cref="GuestPageTableOptions.TableWindow"/>.</summary>
    /// <exception cref="ArgumentException">The value is not a multiple of 4096.</exception>
    public ulong TableWindow
    {
        get => _tableWindow;
        init => _tableWindow = value % GuestPageSize.Smallest == 0
            ? value
            : throw new ArgumentException($"The window, 0x{value:X}, is not a multiple of {GuestPageSize.Smallest}.", nameof(value));
    }
}
