using KernelPatch.Findings;

namespace KernelPatch.Analysis;

/// <summary>A finding at its place in the sources.</summary>
/// <param name="Finding">What is wrong.</param>
/// <param name="Mark">Where.</param>
/// <param name="Report">What the finding's rule says about that line; null if it says nothing.</param>
internal sealed record Defect(Finding Finding, PatchMark Mark, PatchReport? Report)
{
    public static Defect Of(Finding finding, PatchMark mark, IEnumerable<PatchReport> reports)
        => new(finding, mark, reports.FirstOrDefault(report => report.Rule == finding.Rule && report.IsAbout(mark.File, mark.Line)));
}
