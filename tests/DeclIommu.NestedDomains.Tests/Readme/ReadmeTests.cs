using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests.Readme;

/// <summary>What README.md shows is what the code is and what the program prints.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Readme = Lines("README.md");

    [Fact]
    public void The_report_is_the_one_that_the_program_prints()
    {
        Assert.Equal(ReportText.Comparable(SampleRun.Text.Output.TrimEnd('\n').Split('\n')), ReportText.Comparable(Block("```text")));
    }

    [Fact]
    public void The_layout_is_the_one_that_these_tests_compile()
    {
        string[] source = Lines("Descriptor.cs");
        string[] shown = Block("```csharp");
        int end = Array.IndexOf(shown, "");
        Assert.Equal(source[Array.FindIndex(source, line => line.StartsWith("[Layout", StringComparison.Ordinal))..], shown[..end]);
    }

    [Fact]
    public void The_layout_is_used_as_shown()
    {
        byte[] ring = new byte[32];
        Span<byte> slot = ring.AsSpan(Descriptor.SizeInBytes);
        var descriptor = new Descriptor { Interrupt = true, Address = 0x1234_5000, Tag = 0xABC, Length = 512 };
        descriptor.Write(slot);
        ref Descriptor live = ref Descriptor.AsRef(slot);
        live.Direction = Direction.ToDevice;

        string[] source = Lines("ReadmeTests.cs");
        string[] shown = Block("```csharp");
        Assert.All(shown[(Array.IndexOf(shown, "") + 1)..], line => Assert.Contains($"        {line.Split(" //")[0].TrimEnd()}", source));
        Assert.Equal("03503412000000C000020000000000AB", Convert.ToHexString(slot));
    }

    private static string[] Block(string fence)
    {
        int start = Array.IndexOf(Readme, fence) + 1;
        Assert.True(start > 0, $"README.md has no block that begins with {fence}.");
        return Readme[start..Array.IndexOf(Readme, "```", start)];
    }

    private static string[] Lines(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "readme", file)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
