using System.Text.Json;
using CsCheck;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.Tests.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class LongModePageTableTests
{
    private const ulong FirstFrame = 0x1_0000_0000;
    private const int FrameCount = 4096;
    private const ulong MiB = 1024 * 1024;
    private const ulong GiB = 1024 * MiB;

    [Fact]
    public void Pages_and_tables_are_those_that_Linux_writes()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v2_leaf", 183))
        {
            int level = vector.Number("pgsize") switch { 4096 => 1, 2 * MiB => 2, _ => 3 };
            Permissions permissions = vector.Flag("iw") ? Permissions.ReadWrite : Permissions.Read;
            vector.Expect(vector.Raw64, LongModePageTable.PageAt(vector.Number("pa"), level, permissions).ToRaw(), "page");
        }

        foreach (Vector vector in VectorFile.Read("pte", "v2_table", 70))
        {
            vector.Expect(vector.Raw64, LongModePageTable.Directory(vector.Number("table_pa")).ToRaw(), "table");
        }
    }

    [Fact]
    public void Guest_CR3_tables_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "gcr3_entry", 137))
        {
            PageFrameAllocator frames = Frames();
            GuestCr3Table table = new(new GuestTableFrames(frames, null, 0), (GuestCr3TableLevels)vector.Number("glx"));
            Pasid pasid = new((uint)vector.Number("pasid"));
            table.Set(pasid, vector.Number("gcr3") / 4096 * 4096);
            foreach (JsonElement entry in vector.Line.GetProperty("tables").EnumerateArray())
            {
                string written = Convert.ToHexString(frames.Frame(Vector.NumberOf(entry[0])).Slice(entry[1].GetInt32() * 8, 8));
                vector.Expect(entry[3].GetString()!.ToUpperInvariant(), written, $"entry of {entry[0]}");
            }

            table.Clear(pasid);
            JsonElement leaf = vector.Line.GetProperty("tables").EnumerateArray().Last();
            Assert.Equal(0UL, BitConverter.ToUInt64(frames.Frame(Vector.NumberOf(leaf[0])).Slice(leaf[1].GetInt32() * 8, 8)));
        }
    }

    [Theory]
    [InlineData(4, 0UL, 0x7FFF_FFFF_FFFFUL, 0xFFFF_8000_0000_0000UL)]
    [InlineData(5, 0UL, 0xFF_FFFF_FFFF_FFFFUL, 0xFF00_0000_0000_0000UL)]
    public void Both_halves_of_the_address_space_are_mapped_up_to_their_ends_and_nothing_between(int levels, ulong first, ulong lastLower, ulong firstUpper)
    {
        LongModePageTable table = Create(levels, out _);
        ulong[] pages = [first, lastLower - 0xFFF, firstUpper, ulong.MaxValue - 0xFFF];
        foreach (ulong page in pages)
        {
            table.Map(page, 0x7000, 0x1000, Permissions.Read);
            Assert.True(table.TryTranslate(page + 0x123, out GuestTranslation translation));
            Assert.Equal(new GuestTranslation(0x7123, Permissions.Read, 0x1000), translation);
        }

        Assert.Equal(MappingFault.OutOfRange, Assert.Throws<MappingException>(() => table.Map(lastLower + 1, 0, 0x1000, Permissions.Read)).Fault);
        Assert.Equal(MappingFault.OutOfRange, Assert.Throws<MappingException>(() => table.Map(lastLower - 0xFFF, 0, 0x2000, Permissions.Read)).Fault);
        Assert.Equal(MappingFault.OutOfRange, Assert.Throws<MappingException>(() => table.Map(firstUpper - 0x1000, 0, 0x1000, Permissions.Read)).Fault);
        Assert.False(table.TryTranslate(lastLower + 1, out _));
        List<ulong> retired = [];
        Assert.Equal(4 * 0x1000UL, (ulong)pages.Sum(page => (long)table.Unmap(page, 0x1000, retired)));
        Assert.Equal((levels - 1) * 4, retired.Count);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        LongModePageTable table = Create(4, out PageFrameAllocator frames);
        table.Map(4 * MiB, 0, 2 * MiB, Permissions.Read);
        int free = frames.FreeCount;
        Refuses(MappingFault.Unaligned, () => table.Map(0x1001, 0, 0x1000, Permissions.Read));
        Refuses(MappingFault.Unaligned, () => table.Map(0x1000, 8, 0x1000, Permissions.Read));
        Refuses(MappingFault.Unaligned, () => table.Map(0x1000, 0, 0, Permissions.Read));
        Refuses(MappingFault.OutOfRange, () => table.Map(0, (1UL << 52) - 0x1000, 0x2000, Permissions.Read));
        Refuses(MappingFault.BadPermissions, () => table.Map(0, 0, 0x1000, Permissions.Write));
        Refuses(MappingFault.BadPermissions, () => table.Map(0, 0, 0x1000, Permissions.None));
        Refuses(MappingFault.BadPermissions, () => table.Protect(4 * MiB, 0x1000, Permissions.Write));
        Assert.Equal(4 * MiB, Refuses(MappingFault.Overlap, () => table.Map(0, 0, 5 * MiB, Permissions.Read)).Value);
        Refuses(MappingFault.Overlap, () => table.Map((4 * MiB) + 0x1000, 0, 0x1000, Permissions.Read));
        Assert.Equal(free, frames.FreeCount);
        Assert.True(table.TryTranslate(4 * MiB, out GuestTranslation left));
        Assert.Equal(new GuestTranslation(0, Permissions.Read, 2 * MiB), left);
    }

    [Fact]
    public void Any_sequence_of_maps_unmaps_and_protections_agrees_with_a_model_of_single_pages() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1100], Gen.Int[1, 1100], Gen.Int[0, 3], Gen.Bool).Array[1, 12].Sample(CheckAgainstModel, iter: 60);

    private static void CheckAgainstModel((int Operation, int Page, int Pages, int Skew, bool Writes)[] operations)
    {
        LongModePageTable table = Create(4, out _);
        ulong start = GiB - (600 * 4096);
        Dictionary<int, (ulong Target, Permissions Permissions)> model = [];
        foreach ((int operation, int page, int pages, int skew, bool writes) in operations)
        {
            Permissions permissions = writes ? Permissions.ReadWrite : Permissions.Read;
            ulong address = start + ((ulong)page * 4096);
            ulong length = (ulong)pages * 4096;
            ulong target = address + ((ulong)skew * 256 * 4096);
            int[] inRange = [.. Enumerable.Range(page, pages).Where(model.ContainsKey)];
            switch (operation)
            {
                case 0 when inRange.Length > 0:
                    Refuses(MappingFault.Overlap, () => table.Map(address, target, length, permissions));
                    break;
                case 0:
                    table.Map(address, target, length, permissions);
                    for (int index = 0; index < pages; index++)
                    {
                        model[page + index] = (target + ((ulong)index * 4096), permissions);
                    }

                    break;
                case 1:
                    Array.ForEach(inRange, key => model.Remove(key));
                    Assert.Equal((ulong)inRange.Length * 4096, table.Unmap(address, length, []));
                    break;
                default:
                    Array.ForEach(inRange, key => model[key] = (model[key].Target, permissions));
                    Assert.Equal((ulong)inRange.Length * 4096, table.Protect(address, length, permissions));
                    break;
            }

            for (int index = 0; index < 2300; index++)
            {
                bool found = table.TryTranslate(start + ((ulong)index * 4096), out GuestTranslation translation);
                Assert.Equal(model.TryGetValue(index, out var expected), found);
                Assert.Equal(expected, (translation.Target, translation.Permissions));
            }
        }

        Dictionary<int, ulong> listed = [];
        table.ForEachPage((address, page) =>
        {
            for (ulong offset = 0; offset < page.PageSize; offset += 4096)
            {
                listed.Add((int)((address + offset - start) / 4096), page.Target + offset);
            }
        });
        Assert.Equal(model.ToDictionary(pair => pair.Key, pair => pair.Value.Target).OrderBy(pair => pair.Key), listed.OrderBy(pair => pair.Key));
    }

    private static MappingException Refuses(MappingFault fault, Action action)
    {
        MappingException refusal = Assert.Throws<MappingException>(action);
        Assert.Equal(fault, refusal.Fault);
        return refusal;
    }

    private static PageFrameAllocator Frames() => new(new PhysicalMemory(FrameCount * 4096, FirstFrame), FirstFrame, FrameCount * 4096);

    private static LongModePageTable Create(int levels, out PageFrameAllocator frames)
    {
        frames = Frames();
        return new LongModePageTable(new GuestTableFrames(frames, null, 0), levels);
    }
}
