using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Unrecognized command or argument '--captures'. Try --help.", "--captures", "x")]
    [InlineData("Unrecognized command or argument 'x'. Try --help.", "x")]
    [InlineData("Required argument missing for option: '--capture'. Try --help.", "--capture")]
    public void An_argument_nobody_knows_is_refused_in_one_line(string message, params string[] arguments)
    {
        SampleRun run = SampleRun.Of(arguments);
        Assert.Equal($"NestedDomains: {message}\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void Help_names_the_options_and_the_exit_codes()
    {
        SampleRun run = SampleRun.Of("--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(["--capture <FILE>", "--json", "--help", "0 all equal", "1 something differs", "2 bad input"], text => Assert.Contains(text, run.Output));
    }
}
