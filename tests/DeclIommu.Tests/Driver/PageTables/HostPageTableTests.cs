using CsCheck;
using DeclIommu.Driver;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class HostPageTableTests
{
    private const ulong FirstFrame = 0x1_0000_0000;
    private const ulong KiB = 1024;
    private const ulong MiB = 1024 * KiB;
    private const ulong GiB = 1024 * MiB;
    private const ulong TiB = 1024 * GiB;

    public static TheoryData<int> UsableExponents => [.. Enumerable.Range(12, 40).Where(exponent => exponent != 39)];

    [Theory]
    [MemberData(nameof(UsableExponents))]
    public void A_page_of_every_size_the_format_has_is_one_page_and_translates_at_both_ends(int exponent)
    {
        ulong size = (ulong)Math.Pow(2, exponent);
        (HostPageTable table, PageFrameAllocator frames) = Create(6);
        table.Map(size, 0, size, Permissions.ReadWrite);
        Assert.True(table.TryTranslate(size, out HostTranslation first));
        Assert.Equal(new HostTranslation(0, Permissions.ReadWrite, size), first);
        Assert.True(table.TryTranslate((2 * size) - 1, out HostTranslation last));
        Assert.Equal(size - 1, last.PhysicalAddress);
        Assert.False(table.TryTranslate(size - 1, out _));
        Assert.False(table.TryTranslate(2 * size, out _));
        List<ulong> retired = [];
        Assert.Equal(size, table.Unmap(size, size, retired));
        retired.ForEach(frame => frames.Free(frame));
        Assert.Equal(FrameCount - 1, frames.FreeCount);
    }

    [Fact]
    public void The_size_of_512_GiB_is_avoided_as_hardware_gets_it_wrong()
    {
        (HostPageTable table, _) = Create(5);
        table.Map(0, 0, 512 * GiB, Permissions.Read);
        Assert.True(table.TryTranslate(0, out HostTranslation translation));
        Assert.Equal(256 * GiB, translation.PageSize);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        (HostPageTable table, PageFrameAllocator frames) = Create(3);
        table.Map(4 * MiB, 0, 2 * MiB, Permissions.Read);
        int free = frames.FreeCount;
        Refuses(MappingFault.Unaligned, "iova", () => table.Map(0x1001, 0, 0x1000, Permissions.Read));
        Refuses(MappingFault.Unaligned, "physical", () => table.Map(0x1000, 0x800, 0x1000, Permissions.Read));
        Refuses(MappingFault.Unaligned, "length", () => table.Map(0x1000, 0, 0x1234, Permissions.Read));
        Refuses(MappingFault.Unaligned, "length", () => table.Map(0x1000, 0, 0, Permissions.Read));
        Refuses(MappingFault.OutOfRange, "iova", () => table.Map(512 * GiB, 0, 0x1000, Permissions.Read));
        Refuses(MappingFault.OutOfRange, "iova", () => table.Map(511 * GiB, 0, 2 * GiB, Permissions.Read));
        Refuses(MappingFault.OutOfRange, "physical", () => table.Map(0, (4096 * TiB) - 0x1000, 0x2000, Permissions.Read));
        Refuses(MappingFault.BadPermissions, "permissions", () => table.Map(0, 0, 0x1000, Permissions.None));
        Refuses(MappingFault.BadPermissions, "permissions", () => table.Map(0, 0, 0x1000, (Permissions)4));
        Assert.Equal(4 * MiB, Refuses(MappingFault.Overlap, "iova", () => table.Map(0, 0, 5 * MiB, Permissions.Read)).Value);
        Refuses(MappingFault.Overlap, "iova", () => table.Map((4 * MiB) + 0x1000, 0, 0x1000, Permissions.Read));
        Refuses(MappingFault.Unaligned, "length", () => table.Unmap(0, 12, []));
        Refuses(MappingFault.OutOfRange, "iova", () => table.Unmap(1024 * GiB, 0x1000, []));
        Assert.Equal(free, frames.FreeCount);
        Assert.False(table.TryTranslate(0x1000, out _));
        Assert.True(table.TryTranslate(4 * MiB, out HostTranslation left));
        Assert.Equal(new HostTranslation(0, Permissions.Read, 2 * MiB), left);
    }

    [Fact]
    public void Without_room_for_the_tables_nothing_is_mapped_and_no_frame_is_lost()
    {
        PageFrameAllocator frames = new(new PhysicalMemory(3 * 4096, FirstFrame), FirstFrame, 3 * 4096);
        HostPageTable table = new(frames, 4);
        PageFramesExhaustedException refusal = Assert.Throws<PageFramesExhaustedException>(() => table.Map(0, 0, 0x1000, Permissions.Read));
        Assert.Equal((3, 2), (refusal.Needed, refusal.Available));
        Assert.Equal(2, frames.FreeCount);
        Assert.False(table.TryTranslate(0, out _));
        table.Map(0, 0, 2 * MiB, Permissions.Read);
    }

    [Fact]
    public void Unmapping_a_part_of_a_large_page_leaves_the_rest_as_it_was()
    {
        (HostPageTable table, _) = Create(4);
        table.Map(0, 8 * GiB, 4 * GiB, Permissions.Write);
        Assert.Equal(0x3000UL, table.Unmap(GiB + 0x5000, 0x3000, []));
        Assert.True(table.TryTranslate(GiB + 0x4FFF, out HostTranslation below));
        Assert.Equal((9 * GiB) + 0x4FFF, below.PhysicalAddress);
        Assert.False(table.TryTranslate(GiB + 0x5000, out _));
        Assert.False(table.TryTranslate(GiB + 0x7FFF, out _));
        Assert.True(table.TryTranslate(GiB + 0x8000, out HostTranslation above));
        Assert.Equal(((9 * GiB) + 0x8000, Permissions.Write), (above.PhysicalAddress, above.Permissions));
        Assert.True(table.TryTranslate((4 * GiB) - 1, out HostTranslation last));
        Assert.Equal(((12 * GiB) - 1, 2 * GiB), (last.PhysicalAddress, last.PageSize));
    }

    [Fact]
    public void Growth_keeps_what_is_mapped_and_opens_higher_addresses()
    {
        (HostPageTable table, _) = Create(1);
        table.Map(0x3000, 0x7000, 0x1000, Permissions.Read);
        Refuses(MappingFault.OutOfRange, "iova", () => table.Map(2 * MiB, 0, 0x1000, Permissions.Read));
        List<ulong> retired = [];
        table.Grow(2 * MiB, retired);
        Assert.Equal(2, table.Levels);
        table.Grow(2 * MiB, retired);
        Assert.Equal(2, table.Levels);
        table.Grow(ulong.MaxValue, retired);
        Assert.Equal(6, table.Levels);
        table.Map(ulong.MaxValue - 0xFFF, 0x9000, 0x1000, Permissions.Read);
        Assert.True(table.TryTranslate(0x3123, out HostTranslation low));
        Assert.Equal(0x7123UL, low.PhysicalAddress);
        Assert.True(table.TryTranslate(ulong.MaxValue, out HostTranslation high));
        Assert.Equal(0x9FFFUL, high.PhysicalAddress);
        Assert.Equal(0x1000UL, table.Unmap(ulong.MaxValue - 0xFFF, 0x1000, []));
        Assert.Empty(retired);
    }

    [Fact]
    public void Any_sequence_of_maps_unmaps_and_protections_agrees_with_a_model_of_single_pages() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1100], Gen.Int[1, 1100], Gen.Int[0, 3], Gen.Int[1, 3]).Array[1, 12].Sample(
            operations => CheckAgainstModel(operations), iter: 100);

    private const int FrameCount = 4096;

    private static void CheckAgainstModel((int Operation, int Page, int Pages, int Skew, int Permissions)[] operations)
    {
        (HostPageTable table, PageFrameAllocator frames) = Create(3);
        SortedDictionary<int, (ulong Physical, Permissions Permissions)> model = [];
        foreach ((int operation, int page, int pages, int skew, int permissions) in operations)
        {
            ulong iova = GiB - (600 * 4096) + ((ulong)page * 4096);
            ulong length = (ulong)pages * 4096;
            ulong physical = iova + ((ulong)skew * 256 * 4096);
            bool overlaps = model.Keys.Any(key => key >= page && key < page + pages);
            List<ulong> retired = [];
            switch (operation)
            {
                case 0 when overlaps:
                    Refuses(MappingFault.Overlap, "iova", () => table.Map(iova, physical, length, (Permissions)permissions));
                    break;
                case 0:
                    table.Map(iova, physical, length, (Permissions)permissions);
                    for (int index = 0; index < pages; index++)
                    {
                        model[page + index] = (physical + ((ulong)index * 4096), (Permissions)permissions);
                    }

                    break;
                case 1:
                    int mapped = Enumerable.Range(page, pages).Count(model.Remove);
                    Assert.Equal((ulong)mapped * 4096, table.Unmap(iova, length, retired));
                    break;
                default:
                    int[] changed = [.. Enumerable.Range(page, pages).Where(model.ContainsKey)];
                    Array.ForEach(changed, key => model[key] = (model[key].Physical, (Permissions)permissions));
                    Assert.Equal((ulong)changed.Length * 4096, table.Protect(iova, length, (Permissions)permissions));
                    break;
            }

            retired.ForEach(frame => frames.Free(frame));
            for (int index = 0; index < 2300; index++)
            {
                bool found = table.TryTranslate(GiB - (600 * 4096) + ((ulong)index * 4096), out HostTranslation translation);
                Assert.Equal(model.TryGetValue(index, out var expected), found);
                Assert.Equal(expected, (translation.PhysicalAddress, translation.Permissions));
            }
        }

        List<ulong> left = [];
        table.Unmap(0, 512 * GiB, left);
        left.ForEach(frame => frames.Free(frame));
        Assert.Equal(FrameCount - 1, frames.FreeCount);
    }

    private static MappingException Refuses(MappingFault fault, string thing, Action action)
    {
        MappingException refusal = Assert.Throws<MappingException>(action);
        Assert.Equal((fault, thing), (refusal.Fault, refusal.Thing));
        return refusal;
    }

    private static (HostPageTable Table, PageFrameAllocator Frames) Create(int levels)
    {
        PageFrameAllocator frames = new(new PhysicalMemory(FrameCount * 4096, FirstFrame), FirstFrame, FrameCount * 4096);
        return (new HostPageTable(frames, levels), frames);
    }
}
