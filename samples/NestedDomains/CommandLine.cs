using System.CommandLine;
using NestedDomains.Captures;

namespace NestedDomains;

/// <summary>The arguments of the program, and the way from them to the exit code.</summary>
internal static class CommandLine
{
    private const string RecordedCapture = "captures/linux61-strict.jsonl.gz";

    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var capture = new Option<string>("--capture")
        {
            Description = "Replay another recording of the same format: gzip, one JSON object a line.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Write the report as JSON." };
        var root = new RootCommand("Replays the recorded IOMMU of a Linux guest on the device model, then shows that an unmap in a parent domain leaves no stale translation under any nested domain. Exit code: 0 all equal, 1 something differs, 2 bad input.")
        {
            capture,
            json,
        };
        root.SetAction(result =>
        {
            string file = result.GetValue(capture) ?? Path.Combine(AppContext.BaseDirectory, RecordedCapture);
            return Report(file, result.GetValue(json), output);
        });

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            return Refuse(error, $"{OneLine.Of(first.Message)} Try --help.");
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CaptureException exception)
        {
            return Refuse(error, exception.Message);
        }
    }

    private static int Report(string file, bool json, TextWriter output)
    {
        Capture capture = CaptureReader.Read(file);
        output.WriteLine($"{capture.Description} {json}");
        return ExitCode.Equal;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine($"NestedDomains: {message}");
        return ExitCode.BadInput;
    }
}
