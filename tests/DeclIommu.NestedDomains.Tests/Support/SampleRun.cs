namespace DeclIommu.NestedDomains.Tests.Support;

/// <summary>One run of the program: what it wrote and how it ended.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    private static readonly Lazy<SampleRun> s_text = new(() => Of());
    private static readonly Lazy<SampleRun> s_json = new(() => Of("--json"));

    /// <summary>The main job on its own capture, run once for all tests that only look at it.</summary>
    public static SampleRun Text => s_text.Value;

    /// <summary>The same, as JSON.</summary>
    public static SampleRun Json => s_json.Value;

    public static SampleRun Of(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exitCode = global::NestedDomains.CommandLine.Run(arguments, output, error, isTerminal: false);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }
}
