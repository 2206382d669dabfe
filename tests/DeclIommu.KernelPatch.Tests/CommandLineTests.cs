using DeclIommu.KernelPatch.Tests.Support;

namespace DeclIommu.KernelPatch.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Unrecognized command or argument '--jason'. Try --help.", "--jason")]
    [InlineData("Unrecognized command or argument 'x'. Try --help.", "x")]
    public async Task An_argument_nobody_knows_is_refused_in_one_line(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.OfAsync(arguments);
        Assert.Equal($"KernelPatch: {message}\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Help_names_the_options_and_the_exit_codes()
    {
        SampleRun run = await SampleRun.OfAsync("--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(["--json", "--help", "0 every finding is caught", "1 not so", "2 bad input"], text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }
}
