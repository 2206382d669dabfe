using KernelPatch.Findings;

namespace KernelPatch.Analysis;

/// <summary>A version of the patch: what is wrong with it, and what the rules report in it.</summary>
/// <param name="Defects">Its findings, in their order.</param>
/// <param name="Reports">What the rules report in it and in the stand-ins.</param>
internal sealed record PatchVersion(IReadOnlyList<Defect> Defects, IReadOnlyList<PatchReport> Reports)
{
    public const string AsPosted = "AsPosted";
    public const string Merged = "Merged";
    public const string Corrected = "Corrected";

    /// <summary>Those that a rule reports where they are.</summary>
    public IEnumerable<Defect> Reported => Defects.Where(static defect => defect.Report is not null);

    /// <summary>Those that a rule is to report, and none does.</summary>
    public IEnumerable<Defect> Missed => Defects.Where(static defect => defect.Finding.Rule is not null && defect.Report is null);

    /// <summary>Those that a test catches.</summary>
    public IEnumerable<Defect> Tested => Defects.Where(static defect => defect.Finding.Test is not null);

    public static async Task<PatchVersion> AnalyzeAsync(string folder, IReadOnlyList<Finding> findings, CancellationToken cancellation)
    {
        IReadOnlyList<(string Path, string Text)> sources = PatchSource.Read(folder);
        IReadOnlyList<PatchReport> reports = await PatchAnalysis.RunAsync([.. PatchSource.Read(PatchSource.Kernel), .. sources], cancellation);
        ILookup<int, PatchMark> marks = sources.SelectMany(static source => PatchMark.In(source.Path, source.Text)).ToLookup(static mark => mark.Number);
        return new PatchVersion([.. findings.Select(finding => Defect.Of(finding, marks[finding.Number], reports))], reports);
    }
}
