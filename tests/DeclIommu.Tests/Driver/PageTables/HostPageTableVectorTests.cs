using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.Tests.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class HostPageTableVectorTests
{
    public static TheoryData<int> Lines => [.. Enumerable.Range(1, 78)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Tables_are_those_that_Linux_builds_bit_for_bit(int number)
    {
        using JsonDocument document = JsonDocument.Parse(ReadLine(number));
        JsonElement line = document.RootElement;
        JsonElement arguments = line.GetProperty("args");
        ulong first = Number(arguments, "table_alloc_base");
        PageFrameAllocator frames = new(new PhysicalMemory(4096 * 4096, first), first, 4096 * 4096);
        HostPageTable table = new(frames, arguments.GetProperty("initial_mode").GetInt32(), keepsEmptyTables: true);
        foreach (JsonElement operation in arguments.GetProperty("ops").EnumerateArray())
        {
            Apply(frames, table, operation);
        }

        Assert.Equal(line.GetProperty("mode").GetInt32(), table.Levels);
        Assert.Equal(Number(line, "root"), table.Root);
        foreach (JsonElement run in line.GetProperty("tables").EnumerateArray())
        {
            ulong address = Number(run[0]);
            for (int index = run[1].GetInt32(); index < run[1].GetInt32() + run[2].GetInt32(); index++)
            {
                byte[] expected = Convert.FromHexString(run[3].GetString()!);
                Assert.Equal(
                    $"[{address:X}][{index}] = {BinaryPrimitives.ReadUInt64LittleEndian(expected):X16}",
                    $"[{address:X}][{index}] = {BinaryPrimitives.ReadUInt64LittleEndian(frames.Frame(address)[(index * 8)..]):X16}");
            }
        }

        Assert.Equal(
            line.GetProperty("tables").EnumerateArray().Sum(run => run[2].GetInt32()),
            line.GetProperty("tables").EnumerateArray().Select(run => Number(run[0])).Append(table.Root).Distinct().Sum(address => CountPresent(frames, address)));
        CheckWalks(line, table);
    }

    [Fact]
    public void Pages_of_every_size_are_as_many_equal_entries_as_Linux_writes()
    {
        HashSet<ulong> sizes = [];
        foreach (Vector vector in VectorFile.Read("pte", "v1_leaf", 636))
        {
            ulong bytes = vector.Number("pgsize");
            if (!HostPageSize.IsUsable(bytes))
            {
                // Linux's encoder can write 512 GiB, and its driver asks for none.
                Assert.Equal(512UL * 1024 * 1024 * 1024, bytes);
                continue;
            }

            Permissions permissions = (vector.Flag("ir") ? Permissions.Read : Permissions.None) | (vector.Flag("iw") ? Permissions.Write : Permissions.None);
            HostPageSize size = HostPageSize.Of(bytes);
            HostPageTableEntry entry = size.Entry(vector.Number("pa"), permissions);
            HostPageTableEntry linux = HostPageTableEntry.Read(vector.Bytes);
            linux.Address &= ~vector.Number("sme_mask");
            entry.ForceCoherent = linux.ForceCoherent;
            vector.Expect(linux.ToRaw().ToString("X16"), entry.ToRaw().ToString("X16"), "entry");
            vector.Expect((vector.Number("level") + 1, vector.Number("count")), ((ulong)size.Level, (ulong)size.Entries), "level and entries");
            vector.Expect((int)vector.Number("index"), HostPageTable.IndexAt(vector.Number("iova"), size.Level), "index");
            sizes.Add(bytes);
        }

        Assert.Equal(39, sizes.Count);
    }

    private static void Apply(PageFrameAllocator frames, HostPageTable table, JsonElement operation)
    {
        ulong iova = Number(operation, "iova");
        ulong pageSize = Number(operation, "pgsize");
        int count = operation.GetProperty("count").GetInt32();
        if (operation.GetProperty("op").GetString() == "unmap")
        {
            Assert.Equal(Number(operation, "ret_bytes"), table.Unmap(iova, pageSize * (ulong)count, []));
            return;
        }

        Permissions permissions = (operation.GetProperty("ir").GetInt32() != 0 ? Permissions.Read : Permissions.None)
            | (operation.GetProperty("iw").GetInt32() != 0 ? Permissions.Write : Permissions.None);
        ulong physical = Number(operation, "pa");
        for (int page = 0; page < count; page++)
        {
            table.Grow(iova + (pageSize - 1), []);
            (ulong mapped, ulong target) = (iova, physical);
            Replace(frames, table, iova, pageSize, () => table.Map(mapped, target, pageSize, permissions, pageSize));
            iova += pageSize;
            physical += pageSize;
        }
    }

    // Linux lets a mapping replace what is there. Of a larger page held by a table above nothing is left then; of one in the same table the other entries stay,
    // though they speak of a page that is gone: here nothing makes that, so it is written by hand.
    private static void Replace(PageFrameAllocator frames, HostPageTable table, ulong iova, ulong pageSize, Action map)
    {
        if (!table.TryTranslate(iova, out HostTranslation larger) || larger.PageSize <= pageSize)
        {
            table.Unmap(iova, pageSize, []);
            map();
            return;
        }

        ulong start = iova - (iova % larger.PageSize);
        HostPageSize size = HostPageSize.Of(larger.PageSize);
        bool staysInPart = size.Level == HostPageSize.Of(pageSize).Level;
        ulong holder = staysInPart ? TableAt(frames, table, iova, size.Level) : 0;
        HostPageTableEntry[] entries = [.. Enumerable.Range(0, staysInPart ? size.Entries : 0).Select(entry => new HostTableView(frames, holder)[HostPageTable.IndexAt(start, size.Level) + entry])];
        table.Unmap(start, larger.PageSize, []);
        map();
        for (int entry = 0; entry < entries.Length; entry++)
        {
            HostTableView view = new(frames, holder);
            int index = HostPageTable.IndexAt(start, size.Level) + entry;
            if (!view[index].IsPresent)
            {
                view[index] = entries[entry];
                frames.CountOf(holder)++;
            }
        }
    }

    private static ulong TableAt(PageFrameAllocator frames, HostPageTable table, ulong iova, int level)
    {
        ulong address = table.Root;
        for (int current = table.Levels; current > level; current--)
        {
            address = new HostTableView(frames, address)[HostPageTable.IndexAt(iova, current)].Address;
        }

        return address;
    }

    private static void CheckWalks(JsonElement line, HostPageTable table)
    {
        foreach (JsonElement walk in line.GetProperty("walks").EnumerateArray().Where(walk => !walk.TryGetProperty("ambiguous", out _)))
        {
            ulong iova = Number(walk, "iova");
            bool isPresent = walk.GetProperty("present").GetInt32() != 0;
            Assert.Equal(isPresent, table.TryTranslate(iova, out HostTranslation translation));
            if (isPresent)
            {
                Assert.Equal((Number(walk, "pa"), Number(walk, "pgsize")), (translation.PhysicalAddress, translation.PageSize));
            }
        }
    }

    private static int CountPresent(PageFrameAllocator frames, ulong table)
    {
        int present = 0;
        for (int index = 0; index < 512; index++)
        {
            present += BinaryPrimitives.ReadUInt64LittleEndian(frames.Frame(table)[(index * 8)..]) % 2 == 1 ? 1 : 0;
        }

        return present;
    }

    private static string ReadLine(int number)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "vectors", "ptwalk.jsonl.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string? line = null;
        for (int read = 0; read < number; read++)
        {
            line = reader.ReadLine();
        }

        return line ?? throw new InvalidDataException($"{path} has no line {number}.");
    }

    private static ulong Number(JsonElement element, string name) => Number(element.GetProperty(name));

    private static ulong Number(JsonElement value) => ulong.Parse(value.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
