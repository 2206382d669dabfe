using CsCheck;
using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

public sealed class PageRangeTests
{
    [Theory]
    [InlineData(0x1000, 0x1000, 0x1000, false, 0x1000, 0x1FFF)]
    [InlineData(0, 0x2000, 0, true, 0, 0x1FFF)]
    [InlineData(0x1000, 0x2000, 0x1000, true, 0, 0x3FFF)]
    [InlineData(0x2000, 0x2000, 0x2000, true, 0x2000, 0x3FFF)]
    [InlineData(0x10000, 0x10000, 0x17000, true, 0x10000, 0x1FFFF)]
    [InlineData(0x1FF000, 0x2000, 0x1FF000, true, 0, 0x3FFFFF)]
    [InlineData(0x200000, 0x200000, 0x2FF000, true, 0x200000, 0x3FFFFF)]
    [InlineData(0x40000000, 0x40000000, 0x5FFFF000, true, 0x40000000, 0x7FFFFFFF)]
    [InlineData(0, 1UL << 51, 0x3FFFFFFFFF000, true, 0, (1UL << 51) - 1)]
    [InlineData(0, 1UL << 52, 0x7FFFFFFFFF000, true, 0, (1UL << 52) - 1)]
    [InlineData(0, ulong.MaxValue, 0x7FFFFFFFFFFFF000, true, 0, ulong.MaxValue)]
    [InlineData(0x000F_FFFF_FFFF_F000, 0x2000, 0x7FFFFFFFFFFFF000, true, 0, ulong.MaxValue)]
    [InlineData(0xFFFF_8000_0000_0000, 0x2000, 0xFFFF_8000_0000_0000, true, 0xFFFF_8000_0000_0000, 0xFFFF_8000_0000_1FFF)]
    [InlineData(0xFFFF_FFFF_FFE0_0000, 0x200000, 0xFFFF_FFFF_FFEF_F000, true, 0xFFFF_FFFF_FFE0_0000, ulong.MaxValue)]
    [InlineData(0x1FF8, 0x10, 0x1000, true, 0, 0x3FFF)]
    [InlineData(0x1234, 1, 0x1000, false, 0x1000, 0x1FFF)]
    public void A_request_is_encoded_as_the_specification_says(ulong start, ulong length, ulong address, bool isRange, ulong first, ulong last)
    {
        PageRange range = PageRange.Covering(start, length);

        Assert.Equal((address, isRange), (range.Address, range.IsRange));
        Assert.Equal((first, last), (range.Start, range.Last));
        Assert.Equal(range, PageRange.Decode(address, isRange));
    }

    [Theory]
    [InlineData(0xFFFF_FFFF_FFFF_F000)]
    [InlineData(0x7FFF_FFFF_FFFF_F000)]
    public void Ones_up_to_the_end_name_the_whole_address_space(ulong address) =>
        Assert.Equal(PageRange.All, PageRange.Decode(address, isRange: true));

    [Fact]
    public void Without_S_an_address_of_ones_is_one_page()
    {
        PageRange range = PageRange.Decode(0x7FFF_FFFF_FFFF_F000, isRange: false);

        Assert.Equal((0x7FFF_FFFF_FFFF_F000UL, 12), (range.Start, range.Log2Size));
    }

    [Fact]
    public void The_low_twelve_bits_of_an_address_do_not_count() =>
        Assert.Equal(PageRange.Decode(0x2000, isRange: true), PageRange.Decode(0x2FFF, isRange: true));

    [Fact]
    public void Nothing_cannot_be_covered() =>
        Assert.Throws<ArgumentOutOfRangeException>("length", () => PageRange.Covering(0x1000, 0));

    [Fact]
    public void What_passes_the_end_of_the_address_space_cannot_be_covered() =>
        Assert.Throws<ArgumentOutOfRangeException>("length", () => PageRange.Covering(ulong.MaxValue - 0xFFF, 0x1001));

    [Fact]
    public void Any_range_is_covered_by_the_smallest_aligned_power_of_two_that_can_be_encoded() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 63], Gen.ULong).Sample((seed, shift, where) =>
        {
            ulong start = where;
            ulong length = Math.Max(Math.Min(seed >> shift, ulong.MaxValue - start), 1);
            ulong last = start + (length - 1);

            // Counted up page by page of doubling size, the way the text of the specification describes it.
            int log2 = 12;
            while (log2 < 64 && start >> log2 != last >> log2)
            {
                log2++;
            }

            PageRange range = PageRange.Covering(start, length);
            Assert.Equal(log2 > 52 ? (0UL, 64) : (start >> log2 << log2, log2), (range.Start, range.Log2Size));
            Assert.Equal(range, PageRange.Decode(range.Address, range.IsRange));
        }, iter: 20_000);

    [Fact]
    public void One_page_cannot_be_written_as_a_sized_page()
    {
        var entry = default(HostPageTableEntry);

        Assert.Throws<ArgumentException>(() => entry.Range = PageRange.Covering(0x1000, 0x1000));
        Assert.Equal(default, entry);
    }
}
