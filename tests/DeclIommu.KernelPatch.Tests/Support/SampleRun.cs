namespace DeclIommu.KernelPatch.Tests.Support;

/// <summary>One run of the program: what it wrote and how it ended.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public static async Task<SampleRun> OfAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exitCode = await global::KernelPatch.CommandLine.RunAsync(arguments, output, error, isTerminal: false);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }
}
