using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Memory;

public sealed class SparseMemoryTests
{
    private static byte[] Pages(int count, byte fill) => Enumerable.Repeat(fill, count * SparseMemory.PageSize).ToArray();

    [Fact]
    public void A_page_is_found_at_its_address_and_nowhere_else()
    {
        var memory = new SparseMemory();
        memory.Add(0x5000, Pages(1, 0x11));

        Assert.True(memory.TryGetSpan(0x5FF8, 8, out Span<byte> span));
        Assert.Equal(0x11, span[7]);
        Assert.False(memory.TryGetSpan(0x4FFF, 1, out _));
        Assert.False(memory.TryGetSpan(0x6000, 1, out _));
        Assert.False(memory.TryGetSpan(ulong.MaxValue, 1, out _));
        Assert.False(memory.TryGetSpan(0x5000, -1, out _));
    }

    [Fact]
    public void A_span_crosses_into_the_next_page_only_if_both_came_together()
    {
        var memory = new SparseMemory();
        memory.Add(0x1000, Pages(1, 1));
        memory.Add(0x2000, Pages(2, 2));

        Assert.False(memory.TryGetSpan(0x1FFC, 8, out _));
        Assert.True(memory.TryGetSpan(0x2FFC, 8, out Span<byte> span));
        Assert.Equal(2, span[7]);
        Assert.False(memory.TryGetSpan(0x3FFC, 8, out _));
    }

    [Fact]
    public void The_contents_are_copied()
    {
        byte[] contents = Pages(1, 7);
        var memory = new SparseMemory();
        memory.Add(0, contents);

        contents[0] = 9;

        Assert.True(memory.TryGetSpan(0, 1, out Span<byte> span));
        Assert.Equal(7, span[0]);
    }

    [Theory]
    [InlineData(0x123ul, 1)]
    [InlineData(0x3000ul, 1)]
    [InlineData(0x2000ul, 2)]
    [InlineData(0xFFFF_FFFF_FFFF_F000ul, 2)]
    [InlineData(0ul, 0)]
    public void A_page_that_cannot_be_added_leaves_the_memory_as_it_was(ulong address, int pages)
    {
        var memory = new SparseMemory();
        memory.Add(0x3000, Pages(1, 1));

        Assert.Throws<ArgumentException>(() => memory.Add(address, Pages(pages, 2)));

        Assert.Equal(1, memory.PageCount);
        Assert.True(memory.TryGetSpan(0x3000, 1, out Span<byte> span));
        Assert.Equal(1, span[0]);
    }
}
