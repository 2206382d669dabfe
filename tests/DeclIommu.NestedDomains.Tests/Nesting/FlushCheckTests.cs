using DeclIommu.Formats;
using NestedDomains.Nesting;
using Xunit;

namespace DeclIommu.NestedDomains.Tests.Nesting;

/// <summary>The judge of flushes: what it finds missing, so that no difference means something.</summary>
public sealed class FlushCheckTests
{
    private static readonly UnmappedRange Range = new("A", 0x210000, 0x10000);
    private static readonly CompletionWait Wait = new() { Store = true, StoreAddress = 0x1000 };

    private readonly FlushCheck _check = new(Range,
    [
        Attachment(unit: 0, "A", hostDomainId: 1),
        Attachment(unit: 0, "A", hostDomainId: 2),
        Attachment(unit: 1, "B", hostDomainId: 3),
    ]);

    [Fact]
    public void All_domains_and_a_wait_are_enough() =>
        Assert.Empty(_check.Differences(0, [Invalidation(1), Invalidation(2), Command.Read(Bytes(Wait.Write))]));

    [Fact]
    public void A_domain_that_was_left_out_is_named() =>
        Assert.Equal(
            ["unit 0 was sent no INVALIDATE_IOMMU_PAGES that covers the range under hDomID 2"],
            _check.Differences(0, [Invalidation(1), Invalidation(3), Command.Read(Bytes(Wait.Write))]));

    [Fact]
    public void A_range_that_is_too_short_does_not_count() =>
        Assert.Equal(
            ["unit 0 was sent no INVALIDATE_IOMMU_PAGES that covers the range under hDomID 2"],
            _check.Differences(0, [Invalidation(1), Invalidation(2, length: 0x8000), Command.Read(Bytes(Wait.Write))]));

    [Fact]
    public void Commands_without_a_wait_are_not_complete() =>
        Assert.Equal(["unit 0 was sent no COMPLETION_WAIT after the invalidations"], _check.Differences(0, [Invalidation(1), Invalidation(2)]));

    [Fact]
    public void A_unit_without_devices_of_the_parent_is_to_be_left_alone()
    {
        Assert.Empty(_check.Differences(1, []));
        Assert.Equal(["unit 1 was sent 1 commands, but holds nothing of parent A"], _check.Differences(1, [Invalidation(1)]));
    }

    private static NestedAttachment Attachment(int unit, string parent, int hostDomainId) =>
        new(new PlacedDevice(unit, new DeviceId(0x100), parent, "guest", 0), hostDomainId, new AddressSpace(parent));

    private static Command Invalidation(ushort domain, ulong length = 0x10000)
    {
        var command = new InvalidateIommuPages { DomainId = new DomainId(domain), IncludePageDirectories = true, Range = PageRange.Covering(Range.Iova, length) };
        return Command.Read(Bytes(command.Write));
    }

    private static byte[] Bytes(WriteTo write)
    {
        byte[] bytes = new byte[Command.SizeInBytes];
        write(bytes);
        return bytes;
    }

    private delegate void WriteTo(Span<byte> destination);
}
