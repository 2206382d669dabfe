namespace NestedDomains.Reporting;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    public static void Write(Report report, TextWriter output, bool isTerminal)
    {
        var console = new ReportConsole(output, isTerminal);
        ReplayText.Write(report.Replay, console);
        NestingText.Write(report.Nesting, console);
        foreach (string difference in report.Differences)
        {
            console.Verdict(false, $"Different: {difference}");
        }

        console.Verdict(report.Equal, report.Equal ? "All is as it should be." : $"{report.Differences.Count} differences.");
        console.Flush();
    }
}
