using DeclIommu.KernelPatch.Tests.Support;
using KernelPatch.Analysis;
using KernelPatch.Findings;

namespace DeclIommu.KernelPatch.Tests;

public sealed class PatchVersionTests
{
    public static TheoryData<string, int> Findings
    {
        get
        {
            var findings = new TheoryData<string, int>();
            findings.AddRange([.. Reported(PatchVersion.AsPosted, FindingList.AsPosted), .. Reported(PatchVersion.Merged, FindingList.Merged)]);
            return findings;
        }
    }

    [Theory]
    [MemberData(nameof(Findings))]
    public async Task A_finding_is_reported_by_its_rule_at_the_line_that_is_marked(string version, int number)
    {
        PatchVersion analysed = await PatchVersions.OfAsync(version);
        Defect defect = Assert.Single(analysed.Defects, defect => defect.Finding.Number == number);
        Assert.True(defect.Report is not null, $"{defect.Finding.Rule} is missing at {defect.Mark.File}:{defect.Mark.Line}.");
    }

    [Theory]
    [InlineData(PatchVersion.AsPosted)]
    [InlineData(PatchVersion.Merged)]
    public async Task Nothing_is_reported_at_a_line_without_a_finding(string version)
    {
        PatchVersion analysed = await PatchVersions.OfAsync(version);
        PatchMark[] marks = [.. PatchSource.Read(version).SelectMany(static source => PatchMark.In(source.Path, source.Text))];
        Assert.DoesNotContain(analysed.Reports, report => !marks.Any(mark => report.IsAbout(mark.File, mark.Line)));
    }

    [Fact]
    public async Task Nothing_is_reported_in_the_corrected_version()
    {
        Assert.Empty((await PatchVersions.OfAsync(PatchVersion.Corrected)).Reports);
    }

    private static IEnumerable<(string, int)> Reported(string version, IReadOnlyList<Finding> findings)
        => findings.Where(static finding => finding.Rule is not null).Select(finding => (version, finding.Number));
}
