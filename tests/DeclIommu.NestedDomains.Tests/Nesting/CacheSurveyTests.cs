using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using NestedDomains.Nesting;
using Xunit;

namespace DeclIommu.NestedDomains.Tests.Nesting;

/// <summary>The judge of caches: what it takes for stale, so that "none" means something.</summary>
public sealed class CacheSurveyTests
{
    private readonly AddressSpace _space = new("A");

    public CacheSurveyTests() => _space.Map(0x200000, 0x1000000, 0x10000, Permissions.ReadWrite);

    [Fact]
    public void An_entry_that_says_what_is_mapped_is_not_stale()
    {
        Assert.Equal(0, CountStale(0x201000, 0x1000, 0x1001000, Permissions.ReadWrite));
        Assert.Equal(0, CountStale(0x200000, 0x10000, 0x1000000, Permissions.Read));
    }

    [Fact]
    public void An_entry_of_an_unmapped_page_is_stale()
    {
        _space.Unmap(0x204000, 0x1000);
        Assert.Equal(1, CountStale(0x204000, 0x1000, 0x1004000, Permissions.Read));
    }

    [Fact]
    public void A_large_page_is_stale_if_a_part_of_it_is_unmapped()
    {
        _space.Unmap(0x204000, 0x1000);
        Assert.Equal(1, CountStale(0x200000, 0x10000, 0x1000000, Permissions.Read));
    }

    [Fact]
    public void An_entry_that_goes_elsewhere_is_stale() => Assert.Equal(1, CountStale(0x201000, 0x1000, 0x1002000, Permissions.Read));

    [Fact]
    public void An_entry_that_allows_more_than_is_mapped_is_stale()
    {
        _space.Map(0x300000, 0x2000000, 0x1000, Permissions.Read);
        Assert.Equal(1, CountStale(0x300000, 0x1000, 0x2000000, Permissions.ReadWrite));
    }

    [Fact]
    public void An_entry_under_an_ID_of_nobody_is_stale() => Assert.Equal(1, CountStale(0x201000, 0x1000, 0x1001000, Permissions.Read, domain: 8));

    private int CountStale(ulong iova, ulong size, ulong physical, Permissions permissions, ushort domain = 7)
    {
        var survey = new CacheSurvey([(0, new TranslationCacheEntry(new DomainId(domain), iova, size, physical, permissions))]);
        return survey.CountStale(new Dictionary<int, AddressSpace> { [7] = _space });
    }
}
