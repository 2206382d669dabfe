using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Memory;

public sealed class PageFrameAllocatorTests
{
    private const ulong Base = 0x10_0000;

    [Fact]
    public void Frames_are_zeroed_distinct_and_inside_the_region_and_then_run_out()
    {
        Backing memory = new(Base, 4);
        memory.Bytes.AsSpan().Fill(0xFF);
        PageFrameAllocator frames = new(memory, Base, 4 * 4096);
        HashSet<ulong> seen = [];
        for (int count = 0; count < 4; count++)
        {
            Assert.True(frames.TryAllocate(out ulong address));
            Assert.Equal(0UL, (address - Base) % 4096);
            Assert.InRange(address, Base, Base + (3 * 4096));
            Assert.True(seen.Add(address));
            Assert.Equal(-1, frames.Frame(address).IndexOfAnyExcept((byte)0));
        }

        Assert.False(frames.TryAllocate(out _));
        Assert.Equal(0, frames.FreeCount);
    }

    [Fact]
    public void A_freed_frame_comes_back_zeroed_and_with_its_count_at_0()
    {
        PageFrameAllocator frames = new(new Backing(Base, 1), Base, 4096);
        Assert.True(frames.TryAllocate(out ulong address));
        frames.Frame(address)[17] = 1;
        frames.CountOf(address) = 9;
        frames.Free(address);
        Assert.True(frames.TryAllocate(out ulong again));
        Assert.Equal(address, again);
        Assert.Equal(0, frames.Frame(again)[17]);
        Assert.Equal(0, frames.CountOf(again));
    }

    [Fact]
    public void A_run_is_found_among_freed_frames_when_the_fresh_ones_do_not_suffice()
    {
        PageFrameAllocator frames = new(new Backing(Base, 8), Base, 8 * 4096);
        for (int count = 0; count < 6; count++)
        {
            Assert.True(frames.TryAllocate(out _));
        }

        frames.Free(Base + (1 * 4096));
        frames.Free(Base + (4 * 4096), 2);
        Assert.True(frames.TryAllocate(4, out ulong run));
        Assert.Equal(Base + (4 * 4096), run);
        Assert.False(frames.TryAllocate(2, out _));
        Assert.True(frames.TryAllocate(out ulong single));
        Assert.Equal(Base + (1 * 4096), single);
        Assert.False(frames.TryAllocate(out _));
    }

    [Fact]
    public void Freeing_twice_or_freeing_what_is_no_frame_is_refused_and_frees_nothing()
    {
        PageFrameAllocator frames = new(new Backing(Base, 3), Base, 3 * 4096);
        Assert.True(frames.TryAllocate(2, out ulong run));
        frames.Free(run + 4096);
        Assert.Throws<ArgumentException>(() => frames.Free(run + 4096));
        Assert.Throws<ArgumentException>(() => frames.Free(run, 2));
        Assert.Throws<ArgumentException>(() => frames.Free(run + 1));
        Assert.Throws<ArgumentException>(() => frames.Free(Base - 4096));
        Assert.Throws<ArgumentException>(() => frames.Free(Base + (3 * 4096)));
        Assert.Equal(2, frames.FreeCount);
    }

    [Theory]
    [InlineData(Base + 1, 4096)]
    [InlineData(Base, 0)]
    [InlineData(Base, 4095)]
    [InlineData(Base, 5 * 4096)]
    [InlineData(Base - 4096, 2 * 4096)]
    public void A_region_that_is_not_aligned_or_not_backed_is_refused(ulong start, ulong length) =>
        Assert.ThrowsAny<ArgumentException>(() => new PageFrameAllocator(new Backing(Base, 4), start, length));

    private sealed class Backing(ulong start, int frames) : IPhysicalMemory
    {
        public byte[] Bytes { get; } = new byte[frames * 4096];

        public bool TryGetSpan(ulong address, int length, out Span<byte> span)
        {
            ulong offset = address - start;
            bool isBacked = address >= start && offset <= (ulong)Bytes.Length && (ulong)length <= (ulong)Bytes.Length - offset;
            span = isBacked ? Bytes.AsSpan((int)offset, length) : default;
            return isBacked;
        }
    }
}
