using DeclIommu.KernelPatch.Tests.Support;

namespace DeclIommu.KernelPatch.Tests;

/// <summary>What README.md shows is what the program prints.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_table_of_the_findings_is_the_one_that_the_program_prints()
    {
        SampleRun run = await SampleRun.OfAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string first = run.Output[..run.Output.IndexOf("What was still wrong", StringComparison.Ordinal)].TrimEnd('\n');
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains($"\n```text\n{first}\n```\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_for_machines_lists_each_finding_once()
    {
        SampleRun run = await SampleRun.OfAsync("--json");
        using var json = System.Text.Json.JsonDocument.Parse(run.Output);
        IEnumerable<int> Numbers(string list) => json.RootElement.GetProperty(list).EnumerateArray().Select(static entry => entry.GetProperty("number").GetInt32());
        Assert.Equal([.. Enumerable.Range(1, 23), 26, 27], Numbers("defects").Concat(Numbers("caughtAtRunTime")).Order());
        Assert.All(json.RootElement.GetProperty("defects").EnumerateArray(), static defect => Assert.True(defect.GetProperty("line").GetInt32() > 0 && defect.GetProperty("rule").GetString()!.StartsWith("DIR", StringComparison.Ordinal)));
        Assert.All(json.RootElement.GetProperty("caughtAtRunTime").EnumerateArray(), static tested => Assert.Contains(".Finding_", tested.GetProperty("test").GetString()!, StringComparison.Ordinal));
    }
}
