using System.Text.Json;
using KernelPatch.Findings;

namespace KernelPatch.Reporting;

/// <summary>The report for machines; names and shapes here are what other programs read.</summary>
/// <param name="Complete">True if every finding is caught and nothing is reported in the corrected version.</param>
/// <param name="Defects">Findings in the version first posted that a rule reports, at their lines.</param>
/// <param name="CaughtAtRunTime">The others, with the test that catches them.</param>
/// <param name="Missed">Numbers of findings that a rule is to report and none does.</param>
/// <param name="Merged">The same for the merged version.</param>
/// <param name="Around">Findings in the driver around it, with the test that catches them.</param>
/// <param name="Corrected">What is reported in the corrected version.</param>
internal sealed record JsonReport(
    bool Complete,
    IReadOnlyList<JsonDefect> Defects,
    IReadOnlyList<JsonTested> CaughtAtRunTime,
    IReadOnlyList<int> Missed,
    JsonVersion Merged,
    IReadOnlyList<FurtherFinding> Around,
    IReadOnlyList<string> Corrected)
{
    public static void Write(Report report, TextWriter output)
    {
        var posted = JsonVersion.Of(report.AsPosted);
        var json = new JsonReport(
            report.IsComplete,
            posted.Defects,
            posted.CaughtAtRunTime,
            posted.Missed,
            JsonVersion.Of(report.Merged),
            FindingList.Further,
            [.. report.Corrected.Reports.Select(static fault => $"{fault.File}:{fault.Line}: {fault.Rule}: {fault.Message}")]);
        output.WriteLine(JsonSerializer.Serialize(json, JsonReportContext.Default.JsonReport));
    }
}
