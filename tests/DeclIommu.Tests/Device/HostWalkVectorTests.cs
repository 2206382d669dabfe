using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>Tables that Linux's own code built, walked by the device: Data/vectors/ptwalk.</summary>
public sealed class HostWalkVectorTests
{
    // The walks of the file that are not marked ambiguous: counted once with another tool, so that none is lost silently.
    private const int WalksRecorded = 1022;
    private const ulong TablesSize = 0x10_0000;

    private static readonly DeviceId Device = new(0x0010);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_recorded_walk_gives_the_address_and_the_page_size_that_Linux_means(bool hasFlatMemory)
    {
        int walks = 0;
        var differences = new List<string>();
        foreach (string line in Lines())
        {
            using JsonDocument vector = JsonDocument.Parse(line);
            foreach ((string name, int count) in Walk(vector.RootElement, hasFlatMemory))
            {
                walks += count;
                if (name.Length > 0)
                {
                    differences.Add(name);
                }
            }
        }

        Assert.Empty(differences);
        Assert.Equal(WalksRecorded, walks);
    }

    private static IEnumerable<(string Difference, int Count)> Walk(JsonElement vector, bool hasFlatMemory)
    {
        // Tables lie one after the other from there; those without an entry are not in the file.
        var memory = new PhysicalMemory(TablesSize, baseAddress: Number(vector.GetProperty("args").GetProperty("table_alloc_base")));
        foreach (JsonElement run in vector.GetProperty("tables").EnumerateArray())
        {
            for (int entry = 0; entry < run[2].GetInt32(); entry++)
            {
                ulong address = Number(run[0]) + ((ulong)(run[1].GetInt32() + entry) * 8);
                Assert.True(memory.TryGetSpan(address, 8, out Span<byte> bytes));
                Convert.FromHexString(run[3].GetString()!).CopyTo(bytes);
            }
        }

        ulong deviceTable = memory.BaseAddress + TablesSize - 4096;
        using var device = new IommuDevice(hasFlatMemory ? memory : new PagewiseMemory(memory), new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped });
        Assert.True(memory.TryGetSpan(deviceTable + (Device.Value * 32ul), 32, out Span<byte> entryBytes));
        Machine.EntryOf(1, Number(vector.GetProperty("root")), (PagingMode)vector.GetProperty("mode").GetInt32()).Write(entryBytes);
        device.Write(RegisterOffsets.DeviceTableBase, BitConverter.GetBytes(deviceTable));
        device.Write(RegisterOffsets.Control, BitConverter.GetBytes(RegisterOffsets.IommuEnable));

        foreach (JsonElement walk in vector.GetProperty("walks").EnumerateArray())
        {
            if (walk.TryGetProperty("ambiguous", out JsonElement ambiguous) && ambiguous.ValueKind != JsonValueKind.False)
            {
                continue;
            }

            ulong iova = Number(walk.GetProperty("iova"));
            bool isPresent = walk.GetProperty("present").GetInt32() != 0;
            DmaResult result = device.Translate(Device, iova, Permissions.None);
            bool isEqual = isPresent
                ? result.Outcome == DmaOutcome.Translated
                    && result.PhysicalAddress == Number(walk.GetProperty("pa"))
                    && result.PageSize == Number(walk.GetProperty("pgsize"))
                : result.Outcome is DmaOutcome.NotPresent or DmaOutcome.AddressOutOfRange;
            yield return (isEqual ? string.Empty : $"{iova:X}: {result}, recorded {walk}", 1);
        }
    }

    private static ulong Number(JsonElement text) => ulong.Parse(text.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "vectors", "ptwalk.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
