using System.Text.Json;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>The main job on the recorded capture, as a machine reads its report.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly SampleRun _run = SampleRun.Json;
    private readonly JsonDocument _report;

    public MainJobTests() => _report = JsonDocument.Parse(_run.Output);

    private JsonElement Report => _report.RootElement;

    [Fact]
    public void All_is_equal_and_nothing_is_said_on_standard_error()
    {
        Assert.Equal((0, ""), (_run.ExitCode, _run.Error));
        Assert.True(Report.GetProperty("equal").GetBoolean());
        Assert.Equal(0, Report.GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public void Every_recorded_translation_is_made_alike()
    {
        JsonElement translations = Report.GetProperty("translations");
        Assert.Equal(69, translations.GetProperty("total").GetInt32());
        Assert.Equal(69, translations.GetProperty("equal").GetInt32());
        Assert.Equal(0, translations.GetProperty("different").GetArrayLength());
    }

    [Fact]
    public void The_command_ring_decodes_to_what_Linux_put_into_it()
    {
        Dictionary<string, int> commands = Report.GetProperty("commands").EnumerateObject().ToDictionary(command => command.Name, command => command.Value.GetInt32());
        Assert.Equal(new Dictionary<string, int> { ["COMPLETION_WAIT"] = 240, ["INVALIDATE_IOMMU_PAGES"] = 272 }, commands);
    }

    [Fact]
    public void The_ring_executes_to_the_semaphore_that_was_recorded()
    {
        JsonElement ring = Report.GetProperty("commandRing");
        Assert.Equal("0x49ca000", ring.GetProperty("address").GetString());
        Assert.Equal((512, 512), (ring.GetProperty("entries").GetInt32(), ring.GetProperty("executed").GetInt32()));
        JsonElement store = Assert.Single(ring.GetProperty("completionStores").EnumerateArray());
        Assert.Equal("0x49bd000", store.GetProperty("address").GetString());
        Assert.Equal("0x1560e", store.GetProperty("recorded").GetString());
        Assert.Equal("0x1560e", store.GetProperty("stored").GetString());
        Assert.Equal(0, Report.GetProperty("events").GetInt32());
    }

    [Fact]
    public void The_device_table_names_the_domains_that_were_recorded()
    {
        JsonElement table = Report.GetProperty("deviceTable");
        Assert.Equal((256, 252), (table.GetProperty("entries").GetInt32(), table.GetProperty("valid").GetInt32()));
        Assert.Equal(
            [
                ("00:00.0", 1, 0, null),
                ("00:04.0", 2, 21, 21),
                ("00:05.0", 3, 41, 41),
                ("00:06.0", 4, 1, 1),
                ("00:07.0", 5, 258, 258),
                ("00:1f.0", 6, 154, 154),
                ("00:1f.2", 6, 154, 154),
                ("00:1f.3", 6, 154, 154),
            ],
            table.GetProperty("devices").EnumerateArray().Select(Describe));
    }

    public void Dispose() => _report.Dispose();

    private static (string? Device, int Domain, int Leaves, int? Recorded) Describe(JsonElement device)
    {
        JsonElement recorded = device.GetProperty("recordedLeafMappings");
        return (
            device.GetProperty("device").GetString(),
            device.GetProperty("domainId").GetInt32(),
            device.GetProperty("leafMappings").GetInt32(),
            recorded.ValueKind == JsonValueKind.Null ? null : recorded.GetInt32());
    }
}
