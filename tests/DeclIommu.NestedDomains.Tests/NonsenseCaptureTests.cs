using System.Text;
using DeclIommu.NestedDomains.Tests.Support;
using NestedDomains.Captures;
using NestedDomains.Replay;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>Captures of the right form whose registers and memory hold nonsense: a result or a refusal, never anything else.</summary>
public sealed class NonsenseCaptureTests
{
    [Fact]
    public void Flipped_digits_in_registers_and_pages_end_in_a_result_or_in_a_refusal()
    {
        string[] recorded = CaptureFile.RecordedLines();
        int results = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using CaptureFile file = CaptureFile.OfText(string.Join('\n', recorded.Select(line => Disturb(line, random))));
            try
            {
                Assert.Equal(69, CaptureReplay.Run(CaptureReader.Read(file.Path)).Translations.Total);
                results++;
            }
            catch (CaptureException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
        }

        Assert.InRange(results, 10, 59);
    }

    // Registers seldom, or no machine would come up at all; of a page about one digit in a hundred.
    private static string Disturb(string line, Random random)
    {
        string mark = line.Contains("\"kind\": \"register\"", StringComparison.Ordinal) && random.Next(12) == 0 ? "\"value\": \"0x"
            : line.Contains("\"kind\": \"page\"", StringComparison.Ordinal) ? "\"data\": \""
            : "";
        if (mark.Length == 0)
        {
            return line;
        }

        var text = new StringBuilder(line);
        int start = line.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        int end = line.IndexOf('"', start);
        for (int changes = 1 + ((end - start) / 100); changes > 0; changes--)
        {
            text[random.Next(start, end)] = "0123456789abcdef"[random.Next(16)];
        }

        return text.ToString();
    }
}
