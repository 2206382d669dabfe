namespace DeclIommu.NestedDomains.Tests.Support;

/// <summary>One run of the program: what it wrote and how it ended.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public static SampleRun Of(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exitCode = global::NestedDomains.CommandLine.Run(arguments, output, error);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }
}
