using KernelPatch.Findings;

namespace KernelPatch.Analysis;

/// <summary>A finding at its place in the sources.</summary>
/// <param name="Finding">What is wrong.</param>
/// <param name="Mark">Where.</param>
/// <param name="Report">What the finding's rule says about that line; null if it says nothing.</param>
internal sealed record Defect(Finding Finding, PatchMark Mark, PatchReport? Report)
{
    /// <summary>Looks for the report of a finding at its marks; there may be several.</summary>
    public static Defect Of(Finding finding, IEnumerable<PatchMark> marks, IReadOnlyList<PatchReport> reports)
    {
        IEnumerable<Defect> found = marks.Select(mark => new Defect(finding, mark, reports.FirstOrDefault(report => report.Rule == finding.Rule && report.IsAbout(mark.File, mark.Line))));
        return found.OrderBy(static defect => defect.Report is null).First();
    }
}
