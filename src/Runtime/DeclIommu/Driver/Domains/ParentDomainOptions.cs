namespace DeclIommu.Driver;

/// <summary>How a parent domain translates.</summary>
public sealed class ParentDomainOptions : FlushOptions
{
    private readonly int _levels = 3;
    private readonly ulong _largestPage = HostPageSize.LargestPage;

    /// <summary>How many levels the page table has at first, 1 to 6; it grows when higher addresses are mapped. 3, for 512 GiB, unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 to 6.</exception>
    public int Levels
    {
        get => _levels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, HostPageSize.HighestLevel);
            _levels = value;
        }
    }

    /// <summary>The largest page size to map with: a power of two from 4 KiB to 2^51, which it is unless said otherwise, except 512 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such size.</exception>
    public ulong LargestPage
    {
        get => _largestPage;
        init
        {
            if (!HostPageSize.IsUsable(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A page size is a power of two from {HostPageSize.Smallest} to {HostPageSize.LargestPage}, except 512 GiB.");
            }

            _largestPage = value;
        }
    }
}
