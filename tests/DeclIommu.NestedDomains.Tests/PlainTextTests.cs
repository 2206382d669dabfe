using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>The report for people, as a file or a pipe gets it.</summary>
public sealed class PlainTextTests
{
    private readonly string[] _lines = SampleRun.Text.Output.Split('\n');

    [Fact]
    public void It_holds_nothing_but_printable_ASCII()
    {
        Assert.All(_lines, line => Assert.DoesNotContain(line, c => c is < ' ' or > '~'));
    }

    [Fact]
    public void No_line_is_wider_than_a_hundred_columns_or_ends_in_a_space()
    {
        Assert.All(_lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain(_lines, line => line.EndsWith(' '));
    }

    [Fact]
    public void It_tells_the_main_results()
    {
        Assert.Contains("Translations equal to the recorded ones: 69 of 69, each by a walk and once more from the cache.", _lines);
        Assert.Contains("COMPLETION_WAIT           240", _lines);
        Assert.Contains("INVALIDATE_IOMMU_PAGES    272", _lines);
        Assert.Contains("Stale translations left by the flush: 0.", _lines);
    }

    [Fact]
    public void Two_runs_write_the_same()
    {
        Assert.Equal(ReportText.Comparable(_lines), ReportText.Comparable(SampleRun.Of().Output.Split('\n')));
    }
}
