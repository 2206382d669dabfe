using System.CommandLine;
using NestedDomains.Captures;
using NestedDomains.Nesting;
using NestedDomains.Replay;
using NestedDomains.Reporting;

namespace NestedDomains;

/// <summary>The arguments of the program, and the way from them to the exit code.</summary>
internal static class CommandLine
{
    private const string RecordedCapture = "captures/linux61-strict.jsonl.gz";

    public static int Run(string[] arguments, TextWriter output, TextWriter error, bool isTerminal)
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
            var report = new Report(CaptureReplay.Run(CaptureReader.Read(file)), NestingScenario.Run());
            Write(report, result.GetValue(json), output, isTerminal);
            return report.Equal ? ExitCode.Equal : ExitCode.Different;
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

    private static void Write(Report report, bool json, TextWriter output, bool isTerminal)
    {
        if (json)
        {
            JsonReport.Write(report, output);
        }
        else
        {
            TextReport.Write(report, output, isTerminal);
        }
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine($"NestedDomains: {message}");
        return ExitCode.BadInput;
    }
}
