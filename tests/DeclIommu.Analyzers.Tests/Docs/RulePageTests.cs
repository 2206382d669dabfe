using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The page of each rule shows what is wrong and what is right; both are compiled and analysed here.</summary>
/// <typeparam name="TFamily">The rules that the pages are about.</typeparam>
public abstract class RulePageTests<TFamily>
    where TFamily : IRuleFamily
{
    private static readonly ImmutableArray<DiagnosticDescriptor> Rules = [.. TFamily.Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)];

    public static TheoryData<string> Ids => [.. Rules.Select(static rule => rule.Id).Order(StringComparer.Ordinal)];

    public static TheoryData<string, NullableContextOptions> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, NullableContextOptions>();
            foreach (DiagnosticDescriptor rule in Rules)
            {
                blocks.Add(rule.Id, NullableContextOptions.Enable);
                blocks.Add(rule.Id, NullableContextOptions.Disable);
            }

            return blocks;
        }
    }

    [Fact]
    public void Every_page_belongs_to_a_rule()
    {
        IEnumerable<string> pages = Directory.GetFiles(RulePage.Folder, TFamily.Prefix + "*.md").Select(static file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(Rules.Select(static rule => rule.Id).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_page_that_its_help_link_names(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        Assert.EndsWith($"/src/Analyzers/docs/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {rule.Title.ToString(null)}\n\n{rule.DefaultSeverity}. ", RulePage.Text(id), StringComparison.Ordinal);
        Assert.Contains("\n## The contract\n", RulePage.Text(id), StringComparison.Ordinal);
        Assert.Contains("\n## When to suppress it\n", RulePage.Text(id), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_table_of_the_rules_has_each_of_them(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        Assert.Contains($"\n| [{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title.ToString(null)} |\n", RulePage.Text("README"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_wrong_code_of_a_page_is_reported_at_the_line_that_it_marks_and_nowhere_else(string id, NullableContextOptions nullable)
    {
        string source = RulePage.Block(id, "Wrong");
        Diagnostic fault = Assert.Single(await RulePage.AnalyzeAsync(id, source, nullable));
        Assert.Equal(id, fault.Id);
        Assert.Equal(RulePage.MarkedLine(source, id), fault.Location.GetLineSpan().StartLinePosition.Line);
        Assert.DoesNotContain("{0}", fault.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_right_code_of_a_page_is_not_reported(string id, NullableContextOptions nullable)
        => Assert.Empty(await RulePage.AnalyzeAsync(id, RulePage.Block(id, "Right"), nullable));
}
