using KernelPatch.Analysis;
using KernelPatch.Findings;

namespace KernelPatch.Reporting;

/// <summary>All that the program found out.</summary>
internal sealed record Report(PatchVersion AsPosted, PatchVersion Merged, PatchVersion Corrected)
{
    /// <summary>True if every finding is caught and nothing is reported in the corrected version.</summary>
    public bool IsComplete => !AsPosted.Missed.Any() && !Merged.Missed.Any() && Corrected.Reports.Count == 0;

    public static async Task<Report> MakeAsync(CancellationToken cancellation)
        => new(
            await PatchVersion.AnalyzeAsync(PatchVersion.AsPosted, FindingList.AsPosted, cancellation),
            await PatchVersion.AnalyzeAsync(PatchVersion.Merged, FindingList.Merged, cancellation),
            await PatchVersion.AnalyzeAsync(PatchVersion.Corrected, [], cancellation));
}
