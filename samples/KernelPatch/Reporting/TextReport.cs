using System.Globalization;
using KernelPatch.Analysis;
using KernelPatch.Findings;
using NestedDomains.Reporting;
using Spectre.Console;

namespace KernelPatch.Reporting;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    public static void Write(Report report, TextWriter output, bool isTerminal)
    {
        var console = new ReportConsole(output, isTerminal);
        Write(report.AsPosted, "The patch as first posted", console);
        Write(report.Merged, "What was still wrong when it had been merged", console);
        console.Table("Around it, caught by a test", [("What is wrong", Justify.Left), ("Test", Justify.Left)], FindingList.Further.Select(static finding => new[] { finding.What, ClassOf(finding.Test) }));
        console.Title("The corrected version");
        foreach (PatchReport fault in report.Corrected.Reports)
        {
            console.Verdict(false, $"{fault.File}:{fault.Line}: {fault.Rule}: {fault.Message}");
        }

        console.Verdict(report.Corrected.Reports.Count == 0, $"Reports: {report.Corrected.Reports.Count}.");
        console.Flush();
    }

    private static void Write(PatchVersion version, string title, ReportConsole console)
    {
        console.Title(title);
        console.Table(
            "Refused by the compiler",
            [("Finding", Justify.Right), ("What is wrong", Justify.Left), ("Rule", Justify.Left), ("Line", Justify.Left)],
            version.Defects.Where(static defect => defect.Finding.Rule is not null).Select(static defect => Row(defect, defect.Report is null ? "not reported" : defect.Report.Rule)));
        console.Table(
            "Caught by a test",
            [("Finding", Justify.Right), ("What is wrong", Justify.Left), ("Test", Justify.Left), ("Line", Justify.Left)],
            version.Tested.Select(static defect => Row(defect, ClassOf(defect.Finding.Test!))));
        foreach (Defect missed in version.Missed)
        {
            console.Verdict(false, $"Finding {missed.Finding.Number} is not reported: {missed.Finding.Rule} is missing at {missed.Mark.File}:{missed.Mark.Line}.");
        }
    }

    // The methods are named after the findings.
    private static string ClassOf(string test) => test[..test.IndexOf('.')];

    private static string[] Row(Defect defect, string caughtBy)
        => [defect.Finding.Number.ToString(CultureInfo.InvariantCulture), defect.Finding.What, caughtBy, $"{Path.GetFileName(defect.Mark.File)}:{defect.Mark.Line}"];
}
