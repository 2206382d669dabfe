using KernelPatch.Analysis;

namespace KernelPatch.Reporting;

/// <summary>What is wrong with a version of the patch.</summary>
internal sealed record JsonVersion(IReadOnlyList<JsonDefect> Defects, IReadOnlyList<JsonTested> CaughtAtRunTime, IReadOnlyList<int> Missed)
{
    public static JsonVersion Of(PatchVersion version)
        => new(
            [.. version.Reported.Select(JsonDefect.Of)],
            [.. version.Tested.Select(JsonTested.Of)],
            [.. version.Missed.Select(static defect => defect.Finding.Number)]);
}
