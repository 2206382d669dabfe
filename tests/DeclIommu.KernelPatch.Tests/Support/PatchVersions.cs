using KernelPatch.Analysis;
using KernelPatch.Findings;

namespace DeclIommu.KernelPatch.Tests.Support;

/// <summary>Each version of the patch, analysed once for all tests.</summary>
internal static class PatchVersions
{
    private static readonly Lazy<Task<PatchVersion>> s_asPosted = Lazily(PatchVersion.AsPosted, FindingList.AsPosted);
    private static readonly Lazy<Task<PatchVersion>> s_merged = Lazily(PatchVersion.Merged, FindingList.Merged);
    private static readonly Lazy<Task<PatchVersion>> s_corrected = Lazily(PatchVersion.Corrected, []);

    public static Task<PatchVersion> OfAsync(string version) => version switch
    {
        PatchVersion.AsPosted => s_asPosted.Value,
        PatchVersion.Merged => s_merged.Value,
        PatchVersion.Corrected => s_corrected.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such version of the patch."),
    };

    private static Lazy<Task<PatchVersion>> Lazily(string version, IReadOnlyList<Finding> findings)
        => new(() => PatchVersion.AnalyzeAsync(version, findings, CancellationToken.None));
}
