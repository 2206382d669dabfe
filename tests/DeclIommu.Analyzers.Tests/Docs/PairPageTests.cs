using System.Text.RegularExpressions;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The page of the known pairs shows a file and what the rules report with it.</summary>
public sealed class PairPageTests
{
    [Fact]
    public async Task The_file_of_the_page_makes_the_rules_report_at_the_line_that_it_marks_and_nowhere_else()
    {
        string source = Block("csharp");
        Compilation compilation = AnalyzerRun.Compile("using System;\n" + source, NullableContextOptions.Enable);
        IEnumerable<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation, files: new AdditionalFile("vendor.pairs.txt", Block("text")));
        Diagnostic fault = Assert.Single(found, static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal(("DIR0001", RulePage.MarkedLine(source, "DIR0001") + 1), (fault.Id, fault.Location.GetLineSpan().StartLinePosition.Line));
    }

    private static string Block(string language)
    {
        Match match = Regex.Match(RulePage.Text("pairs"), $"```{language}\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success);
        return match.Groups[1].Value;
    }
}
