using KernelPatch.Analysis;
using KernelPatch.Findings;

namespace DeclIommu.KernelPatch.Tests;

public sealed class FindingListTests
{
    [Fact]
    public void Every_finding_that_has_a_form_in_CSharp_is_listed()
    {
        // 25 came with the merged version; 24 and 28 have no form in C#.
        Assert.Equal([.. Enumerable.Range(1, 23), 26, 27], FindingList.AsPosted.Select(static finding => finding.Number));
        Assert.Contains(FindingList.Merged, static finding => finding.Number == 25);
    }

    [Theory]
    [InlineData(PatchVersion.AsPosted)]
    [InlineData(PatchVersion.Merged)]
    public void Each_finding_is_marked_in_the_source_and_no_other_is(string version)
    {
        IReadOnlyList<Finding> findings = version == PatchVersion.AsPosted ? FindingList.AsPosted : FindingList.Merged;
        IEnumerable<int> marks = PatchSource.Read(version).SelectMany(static source => PatchMark.In(source.Path, source.Text)).Select(static mark => mark.Number);
        Assert.Equal(findings.Select(static finding => finding.Number).Order(), marks.Distinct().Order());
    }

    [Fact]
    public void At_least_fifteen_findings_are_reported_when_the_patch_is_compiled()
    {
        int[] required = [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 16, 23, 27];
        Assert.Superset(required.ToHashSet(), FindingList.AsPosted.Where(static finding => finding.Rule is not null).Select(static finding => finding.Number).ToHashSet());
    }
}
