using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Memory;

public sealed class PhysicalMemoryTests
{
    [Fact]
    public void New_memory_is_zero()
    {
        var memory = new PhysicalMemory(4096);

        Assert.True(memory.TryGetSpan(0, 4096, out Span<byte> span));
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Two_spans_of_one_place_share_their_bytes()
    {
        var memory = new PhysicalMemory(4096, baseAddress: 0x1000);
        Assert.True(memory.TryGetSpan(0x1F00, 0x100, out Span<byte> whole));
        Assert.True(memory.TryGetSpan(0x1F10, 1, out Span<byte> part));

        part[0] = 0xA5;

        Assert.Equal(0xA5, whole[0x10]);
    }

    [Theory]
    [InlineData(0x0FFFul, 1)]
    [InlineData(0x0FFFul, 2)]
    [InlineData(0x2000ul, 1)]
    [InlineData(0x1FFFul, 2)]
    [InlineData(0x1000ul, 4097)]
    [InlineData(0x1000ul, int.MaxValue)]
    [InlineData(0x1000ul, -1)]
    [InlineData(0ul, 0)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue, int.MaxValue)]
    public void A_range_that_is_not_backed_to_its_last_byte_is_refused(ulong address, int length)
    {
        var memory = new PhysicalMemory(4096, baseAddress: 0x1000);

        Assert.False(memory.TryGetSpan(address, length, out Span<byte> span));
        Assert.True(span.IsEmpty);
    }

    [Fact]
    public void Memory_reaches_to_the_very_end_of_the_address_space()
    {
        var memory = new PhysicalMemory(8, baseAddress: 0xFFFF_FFFF_FFFF_FFF8);

        Assert.True(memory.TryGetSpan(0xFFFF_FFFF_FFFF_FFF8, 8, out _));
        Assert.False(memory.TryGetSpan(0xFFFF_FFFF_FFFF_FFF8, 9, out _));
        Assert.False(memory.TryGetSpan(0, 1, out _));
    }

    [Theory]
    [InlineData(0ul, 0ul)]
    [InlineData(7ul, 0ul)]
    [InlineData(ulong.MaxValue, 0ul)]
    [InlineData(8ul, 4ul)]
    [InlineData(16ul, 0xFFFF_FFFF_FFFF_FFF8ul)]
    public void A_size_or_base_that_cannot_be_is_named_in_the_error(ulong size, ulong baseAddress)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new PhysicalMemory(size, baseAddress));

        Assert.Contains(error.ParamName!, (string[])["size", "baseAddress"]);
    }
}
