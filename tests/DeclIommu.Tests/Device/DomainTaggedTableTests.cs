using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class DomainTaggedTableTests
{
    private const ulong Page = 0x1000;
    private const ulong LargePage = 0x20_0000;

    private readonly DomainTaggedTable _table = new(int.MaxValue);

    private static DomainId Domain(int value) => new((ushort)value);

    private bool Insert(int domain, ulong address, ulong size, ulong physical) =>
        _table.Insert(new TaggedRegion(Domain(domain), address, size, physical, Permissions.ReadWrite), _table.Generation);

    private ulong? Find(int domain, ulong address) =>
        _table.TryFind(Domain(domain), address, out TaggedRegion region) ? region.PhysicalBase + (address - region.VirtualBase) : null;

    [Fact]
    public void A_region_is_found_at_each_of_its_addresses_and_at_no_other()
    {
        Insert(1, 0x40_0000, LargePage, 0x1000_0000);

        Assert.Equal(0x1000_0000ul, Find(1, 0x40_0000));
        Assert.Equal(0x101F_FFFFul, Find(1, 0x5F_FFFF));
        Assert.Null(Find(1, 0x3F_FFFF));
        Assert.Null(Find(1, 0x60_0000));
    }

    [Fact]
    public void Domains_do_not_see_each_others_regions()
    {
        Insert(1, 0x1000, Page, 0xA000);
        Insert(2, 0x1000, Page, 0xB000);

        Assert.Equal(0xA000ul, Find(1, 0x1000));
        Assert.Equal(0xB000ul, Find(2, 0x1000));
        Assert.Null(Find(0, 0x1000));
    }

    [Fact]
    public void Of_several_regions_the_smallest_is_found()
    {
        Insert(1, 0, LargePage, 0x1000_0000);
        Insert(1, 0x3000, Page, 0xA000);

        Assert.Equal(0xA000ul, Find(1, 0x3000));
        Assert.Equal(0x1000_4000ul, Find(1, 0x4000));
    }

    [Fact]
    public void Inserting_again_replaces()
    {
        Insert(1, 0x1000, Page, 0xA000);
        Insert(1, 0x1000, Page, 0xB000);

        Assert.Equal(0xB000ul, Find(1, 0x1000));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void Removing_a_range_takes_every_region_that_touches_it_and_no_other()
    {
        Insert(1, 0x0000, Page, 0xA000);
        Insert(1, 0x1000, Page, 0xB000);
        Insert(1, 0x2000, Page, 0xC000);
        Insert(1, 0, LargePage, 0x1000_0000);
        Insert(1, LargePage, LargePage, 0x2000_0000);
        Insert(2, 0x1000, Page, 0xD000);

        Assert.Equal(2, _table.RemoveRange(Domain(1), 0x1000, 0x1FFF));

        Assert.Equal(0xA000ul, Find(1, 0x0000));
        Assert.Null(Find(1, 0x1000));
        Assert.Equal(0xC000ul, Find(1, 0x2000));
        Assert.Null(Find(1, 0x3000));
        Assert.Equal(0x2000_0000ul, Find(1, LargePage));
        Assert.Equal(0xD000ul, Find(2, 0x1000));
    }

    [Fact]
    public void Removing_all_of_the_address_space_takes_the_whole_domain()
    {
        for (ulong page = 0; page < 1000; page++)
        {
            Insert(1, page * Page, Page, page * Page);
            Insert(2, page * Page, Page, page * Page);
        }

        Insert(1, 0xFFFF_FFFF_FFFF_F000, Page, 0);

        Assert.Equal(1001, _table.RemoveRange(Domain(1), 0, ulong.MaxValue));
        Assert.Equal(1000, _table.Count);
        Assert.DoesNotContain(_table.Snapshot(), region => region.Domain == Domain(1));
    }

    [Fact]
    public void A_region_looked_up_before_a_removal_is_not_kept_after_it()
    {
        int before = _table.Generation;
        _table.RemoveRange(Domain(7), 0, 0xFFF);

        Assert.False(_table.Insert(new TaggedRegion(Domain(1), 0x1000, Page, 0xA000, Permissions.Read), before));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Removing_everything_leaves_nothing_and_begins_a_generation()
    {
        int before = _table.Generation;
        Insert(1, 0x1000, Page, 0xA000);
        _table.RemoveAll();

        Assert.Equal(0, _table.Count);
        Assert.Null(Find(1, 0x1000));
        Assert.NotEqual(before, _table.Generation);
        Assert.True(Insert(1, 0x1000, Page, 0xC000));
        Assert.Equal(0xC000ul, Find(1, 0x1000));
    }

    [Fact]
    public void A_full_table_evicts_one_region_for_each_new_one()
    {
        var table = new DomainTaggedTable(capacity: 10);
        for (ulong page = 0; page < 1000; page++)
        {
            Assert.True(table.Insert(new TaggedRegion(Domain((int)page % 3), page * Page, Page, page * Page, Permissions.Read), table.Generation));
            Assert.True(table.TryFind(Domain((int)page % 3), page * Page, out TaggedRegion region) && region.PhysicalBase == page * Page);
        }

        Assert.Equal(10, table.Count);
    }

    [Fact]
    public void A_table_without_capacity_keeps_a_hundred_thousand_regions()
    {
        for (ulong page = 0; page < 100_000; page++)
        {
            Insert((int)(page % 700), page * Page, Page, page * 2 * Page);
        }

        Assert.Equal(100_000, _table.Count);
        for (ulong page = 0; page < 100_000; page++)
        {
            Assert.Equal(page * 2 * Page, Find((int)(page % 700), page * Page));
        }
    }
}
