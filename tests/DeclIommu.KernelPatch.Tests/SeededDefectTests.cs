using KernelPatch.Findings;

namespace DeclIommu.KernelPatch.Tests;

public sealed class SeededDefectTests
{
    public static TheoryData<string> Tests
        => [.. FindingList.AsPosted.Concat(FindingList.Merged).Select(static finding => finding.Test).OfType<string>().Concat(FindingList.Further.Select(static finding => finding.Test)).Distinct()];

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_test_that_is_named_exists(string test)
    {
        string[] name = test.Split('.');
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeded", $"{name[0]}.cs"));
        Assert.Contains($"[Fact]\n    public void {name[1]}()", source.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
