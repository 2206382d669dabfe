using DeclIommu.KernelPatch.Tests.Support;
using KernelPatch.Analysis;

namespace DeclIommu.KernelPatch.Tests;

public sealed class PatchVersionTests
{
    [Theory]
    [InlineData(PatchVersion.AsPosted)]
    [InlineData(PatchVersion.Merged)]
    public async Task Nothing_is_reported_at_a_line_without_a_finding(string version)
    {
        PatchVersion analysed = await PatchVersions.OfAsync(version);
        Assert.DoesNotContain(analysed.Reports, report => !analysed.Defects.Any(defect => report.IsAbout(defect.Mark.File, defect.Mark.Line)));
    }

    [Fact]
    public async Task Nothing_is_reported_in_the_corrected_version()
    {
        Assert.Empty((await PatchVersions.OfAsync(PatchVersion.Corrected)).Reports);
    }
}
