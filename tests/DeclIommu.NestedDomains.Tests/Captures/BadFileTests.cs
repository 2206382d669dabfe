using System.Text;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests.Captures;

/// <summary>Files that are no captures: one line on standard error, exit code 2, nothing on standard output.</summary>
public sealed class BadFileTests
{
    [Theory]
    [InlineData]
    [InlineData("--json")]
    public void A_file_that_does_not_exist_is_named(params string[] further)
    {
        AssertRefused("there is no such file", "/nowhere/at-all.jsonl.gz", further);
    }

    [Fact]
    public void A_directory_is_told_from_a_file()
    {
        AssertRefused("is a directory, not a capture", AppContext.BaseDirectory);
    }

    [Fact]
    public void An_empty_file_is_called_empty()
    {
        using CaptureFile file = CaptureFile.OfBytes([]);
        AssertRefused("is empty", file.Path);
    }

    [Theory]
    [InlineData("{\"kind\": \"capture\"}\n", "7b22")]
    [InlineData("{", "7b")]
    [InlineData("PK\u0003\u0004", "504b")]
    public void A_file_that_is_not_gzip_is_known_by_its_first_bytes(string content, string first)
    {
        using CaptureFile file = CaptureFile.OfBytes(Encoding.ASCII.GetBytes(content));
        AssertRefused($"is not gzip: it begins with {first} and not with 1f8b", file.Path);
    }

    [Fact]
    public void A_name_with_a_line_break_still_gives_one_line()
    {
        SampleRun run = SampleRun.Of("--capture", "no\nsuch\u001b[31m");
        Assert.Equal("NestedDomains: no?such?[31m: there is no such file\n", run.Error);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_in_the_line_where_it_ends()
    {
        byte[] whole = CaptureFile.RecordedBytes();
        for (int length = 2; length < whole.Length; length += length < 16 || length > whole.Length - 16 ? 1 : 131)
        {
            using CaptureFile file = CaptureFile.OfBytes(whole[..length]);
            SampleRun run = SampleRun.Of("--capture", file.Path);
            Assert.Matches($@"^NestedDomains: {file.Path}, line \d+: the gzip data is cut off in this line\n$", run.Error);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
        }
    }

    [Fact]
    public void The_line_named_is_the_first_that_the_cut_left_without_an_end()
    {
        using CaptureFile file = CaptureFile.OfBytes(CaptureFile.RecordedBytes()[..^8]);
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Equal($"NestedDomains: {file.Path}, line {CaptureFile.RecordedLines().Length + 1}: the gzip data is cut off in this line\n", run.Error);
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(-6)]
    [InlineData(-1)]
    public void A_flipped_bit_is_told_from_a_cut(int index)
    {
        byte[] damaged = CaptureFile.RecordedBytes();
        damaged[index < 0 ? damaged.Length + index : index] ^= 1;
        using CaptureFile file = CaptureFile.OfBytes(damaged);
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Matches($@"^NestedDomains: {file.Path}, line \d+: the gzip data is damaged at or before this line\n$", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        using CaptureFile file = CaptureFile.OfText(new byte[64 << 20]);
        AssertRefused("is longer than the 1048576 bytes that any line of a capture needs", $"{file.Path}", line: 1);
    }

    private static void AssertRefused(string reason, string file, params string[] further) => AssertRefused(reason, file, null, further);

    private static void AssertRefused(string reason, string file, int? line, params string[] further)
    {
        SampleRun run = SampleRun.Of(["--capture", file, .. further]);
        string where = line is null ? file : $"{file}, line {line}";
        Assert.Equal($"NestedDomains: {where}: {reason}\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }
}
