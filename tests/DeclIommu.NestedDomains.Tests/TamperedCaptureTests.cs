using System.Text.Json;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>Captures that are sound files but tell something else than the model does: exit code 1, and the difference is named.</summary>
public sealed class TamperedCaptureTests
{
    [Fact]
    public void A_changed_physical_address_is_named_with_its_line()
    {
        using CaptureFile file = Replace("\"physical\": \"0x65b8e30\"", "\"physical\": \"0x65b9e30\"");
        AssertDifferent(file, "line 61: 00:04.0 0xfffc8e30: recorded 0x65b9e30 r-, model 0x65b8e30 r-", equal: 68);
    }

    [Fact]
    public void A_changed_permission_is_named_with_its_line()
    {
        using CaptureFile file = Replace("\"iova\": \"0xfffc8e30\", \"physical\": \"0x65b8e30\", \"read\": true, \"write\": false", "\"iova\": \"0xfffc8e30\", \"physical\": \"0x65b8e30\", \"read\": true, \"write\": true");
        AssertDifferent(file, "line 61: 00:04.0 0xfffc8e30: recorded 0x65b8e30 rw, model PermissionDenied", equal: 68);
    }

    [Fact]
    public void An_address_that_is_not_mapped_is_named_with_the_fault()
    {
        using CaptureFile file = Replace("\"iova\": \"0xfffc8e30\"", "\"iova\": \"0x1000\"");
        AssertDifferent(file, "line 61: 00:04.0 0x1000: recorded 0x65b8e30 r-, model NotPresent", equal: 68);
    }

    [Fact]
    public void A_changed_number_of_mappings_is_named_with_its_line()
    {
        using CaptureFile file = Replace("\"mode\": 3, \"count\": 21", "\"mode\": 3, \"count\": 22");
        AssertDifferent(file, "line 54: 00:04.0: recorded leaf mappings 22, model 21", equal: 69);
    }

    [Fact]
    public void A_changed_semaphore_is_named_with_its_address()
    {
        using CaptureFile file = Replace("\"address\": \"0x49bd000\", \"data\": \"0e56", "\"address\": \"0x49bd000\", \"data\": \"0f56");
        AssertDifferent(file, "completion store 0x49bd000: recorded 0x1560f, model 0x1560e", equal: 69);
    }

    [Fact]
    public void A_page_table_that_was_not_recorded_is_named()
    {
        using CaptureFile file = CaptureFile.Edited(lines => lines.Where(line => !line.Contains("\"address\": \"0x623d000\"", StringComparison.Ordinal)));
        SampleRun run = SampleRun.Of("--capture", file.Path, "--json");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("page tables of 00:04.0: the page at 0x623d000 was not recorded", Differences(run));
    }

    [Theory]
    [InlineData("0x0", "value", "0x49c8001 places the device table at 0x49c8000..0x49c9fff, but page 0x49c9000 was not recorded", 2, "0x49c9000")]
    [InlineData("0x8", "value", "0x9000000049ca000 places the command ring at 0x49ca000..0x49cbfff, but page 0x49cb000 was not recorded", 3, "0x49cb000")]
    public void A_capture_without_a_page_that_the_model_starts_from_is_bad_input(string register, string field, string reason, int line, string page)
    {
        Assert.NotNull(register);
        using CaptureFile file = CaptureFile.Edited(lines => lines.Where(text => !text.Contains($"\"address\": \"{page}\"", StringComparison.Ordinal)));
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Equal($"NestedDomains: {file.Path}, line {line}, field '{field}': {reason}\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("0x0")]
    [InlineData("0x8")]
    [InlineData("0x10")]
    [InlineData("0x18")]
    [InlineData("0x30")]
    [InlineData("0x2000")]
    public void A_capture_without_a_register_that_the_model_starts_from_is_bad_input(string offset)
    {
        using CaptureFile file = CaptureFile.Edited(lines => lines.Where(line => !line.Contains($"\"offset\": \"{offset}\"", StringComparison.Ordinal)));
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Equal($"NestedDomains: {file.Path}, field 'offset': no line of kind 'register' has offset {offset}, which the model needs\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_head_past_the_end_of_the_ring_is_bad_input()
    {
        using CaptureFile file = Replace("\"offset\": \"0x2000\", \"value\": \"0x1950\"", "\"offset\": \"0x2000\", \"value\": \"0x2000\"");
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Equal($"NestedDomains: {file.Path}, line 18, field 'value': 0x2000 points past the end of the command ring of 8192 bytes\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    private static CaptureFile Replace(string from, string to) => CaptureFile.Edited(lines =>
    {
        string[] all = [.. lines];
        Assert.Single(all, line => line.Contains(from, StringComparison.Ordinal));
        return all.Select(line => line.Replace(from, to, StringComparison.Ordinal));
    });

    private static void AssertDifferent(CaptureFile file, string difference, int equal)
    {
        SampleRun json = SampleRun.Of("--capture", file.Path, "--json");
        Assert.Equal((1, ""), (json.ExitCode, json.Error));
        Assert.Equal([difference], Differences(json));
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.Equal(equal, report.RootElement.GetProperty("translations").GetProperty("equal").GetInt32());
        Assert.Contains($"Different: {difference}\n", SampleRun.Of("--capture", file.Path).Output.ReplaceLineEndings("\n"));
    }

    private static string?[] Differences(SampleRun run)
    {
        using JsonDocument report = JsonDocument.Parse(run.Output);
        return [.. report.RootElement.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString())];
    }
}
