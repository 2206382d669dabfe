namespace DeclIommu.Layouts.Tests.Fields;

/// <summary>A descriptor whose valid bit lies in the middle word.</summary>
[Layout(192)]
public partial struct Descriptor
{
    [Bits(63, 0)]
    public required partial ulong Address { readonly get; set; }

    [Bit(64), PublishedLast]
    public partial bool IsValid { readonly get; set; }

    [Bits(191, 128)]
    public partial ulong Length { readonly get; set; }
}

public sealed class PublicationTests
{
    [Fact]
    public void A_published_value_is_the_written_value()
    {
        var descriptor = new Descriptor { Address = 0x1122_3344_5566_7788, IsValid = true, Length = 0x99 };
        byte[] published = new byte[Descriptor.SizeInBytes];
        byte[] written = new byte[Descriptor.SizeInBytes];
        descriptor.Publish(published);
        descriptor.Write(written);
        Assert.Equal(written, published);
    }

    [Fact]
    public async Task A_reader_that_sees_the_valid_bit_sees_the_rest()
    {
        // Each round publishes another number in all words; the reader looks at the valid word first, as a device does.
        byte[] memory = GC.AllocateArray<byte>(Descriptor.SizeInBytes, pinned: true);
        using var stop = new CancellationTokenSource();
        Task<long> reader = Task.Run(
            () =>
            {
                long seen = 0;
                while (!stop.IsCancellationRequested)
                {
                    if (Descriptor.AsRef(memory).IsValid)
                    {
                        Interlocked.MemoryBarrier();
                        ulong address = Descriptor.AsRef(memory).Address;
                        Assert.NotEqual(0UL, address);
                        seen++;
                    }
                }

                return seen;
            },
            TestContext.Current.CancellationToken);
        for (int round = 1; round <= 100_000; round++)
        {
            new Descriptor { Address = (ulong)round, IsValid = true, Length = (ulong)round }.Publish(memory);
        }

        await stop.CancelAsync();
        await reader;
    }

    [Fact]
    public void A_difference_names_the_fields_that_changed()
    {
        var before = new Descriptor { Address = 0x1000, Length = 1 };
        Descriptor after = before with { IsValid = true, Length = 0x20 };
        Assert.Equal("IsValid: False -> True, Length: 0x1 -> 0x20", after.Difference(before));
        Assert.Equal(string.Empty, before.Difference(before));
        Span<char> narrow = stackalloc char[10];
        Assert.False(after.TryFormatDifference(before, narrow, out _));
    }

    [Fact]
    public void A_changed_reserved_bit_is_a_difference()
    {
        byte[] bytes = new byte[Descriptor.SizeInBytes];
        bytes[9] = 1;
        Assert.Equal("reserved bits", Descriptor.Read(bytes).Difference(default));
    }

    [Fact]
    public void Text_and_differences_allocate_nothing_into_a_span()
    {
        var before = new Descriptor { Address = 0x1000 };
        var after = new Descriptor { Address = 0x2000, IsValid = true };
        Span<char> text = stackalloc char[256];
        after.TryFormat(text, out _, default, null);
        after.TryFormatDifference(before, text, out _);
        long start = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(after.TryFormat(text, out _, default, null));
        Assert.True(after.TryFormatDifference(before, text, out _));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
    }
}
