using System.CommandLine;
using KernelPatch.Reporting;
using NestedDomains;

namespace KernelPatch;

/// <summary>The arguments of the program, and the way from them to the exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, bool isTerminal)
    {
        var json = new Option<bool>("--json") { Description = "Write the report as JSON." };
        var root = new RootCommand("Analyses the Linux patch that maps guests' domain IDs to the host's, in C#: as first posted, as merged, and corrected. Exit code: 0 every finding is caught and the corrected version is clean, 1 not so, 2 bad input.")
        {
            json,
        };
        root.SetAction(async (result, cancellation) =>
        {
            Report report = await Report.MakeAsync(cancellation);
            if (result.GetValue(json))
            {
                JsonReport.Write(report, output);
            }
            else
            {
                TextReport.Write(report, output, isTerminal);
            }

            return report.IsComplete ? ExitCode.Caught : ExitCode.Missed;
        });

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            error.WriteLine($"KernelPatch: {OneLine.Of(first.Message)} Try --help.");
            return ExitCode.BadInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }
}
