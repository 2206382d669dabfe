using System.Diagnostics;
using System.Text.Json;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>The program as a shell starts it, in a directory that is not its own.</summary>
public sealed class ProcessTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "NestedDomains.dll");

    [Fact]
    public async Task It_finds_its_capture_beside_itself()
    {
        SampleRun run = await StartAsync("--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument report = JsonDocument.Parse(run.Output);
        Assert.True(report.RootElement.GetProperty("equal").GetBoolean());
    }

    [Fact]
    public async Task A_redirected_report_is_plain_text()
    {
        SampleRun run = await StartAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(ReportText.Comparable(SampleRun.Text.Output.Split('\n')), ReportText.Comparable(run.Output.ReplaceLineEndings("\n").Split('\n')));
    }

    [Fact]
    public async Task Bad_input_leaves_one_line_on_standard_error_and_nothing_else()
    {
        SampleRun run = await StartAsync("--capture", "missing.jsonl.gz");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal("NestedDomains: missing.jsonl.gz: there is no such file\n", run.Error.ReplaceLineEndings("\n"));
    }

    private static async Task<SampleRun> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new SampleRun(process.ExitCode, await output, await error);
    }
}
