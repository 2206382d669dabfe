using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DeclIommu.Analyzers.Locking;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The page of each rule shows what is wrong and what is right; both are compiled and analysed here.</summary>
public sealed class LockRulePageTests
{
    private const string Usings = """
        global using System;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Collections.Generic;
        global using DeclIommu.Contracts;
        """;

    private static readonly ImmutableArray<DiagnosticDescriptor> Rules = new LockAnalyzer().SupportedDiagnostics;

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
        IEnumerable<string> pages = Directory.GetFiles(Folder, "DIL*.md").Select(static file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(Rules.Select(static rule => rule.Id).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_page_that_its_help_link_names(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        Assert.EndsWith($"/src/Analyzers/docs/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {rule.Title.ToString(null)}\n\n{rule.DefaultSeverity}. ", Page(id), StringComparison.Ordinal);
        Assert.Contains("\n## The contract\n", Page(id), StringComparison.Ordinal);
        Assert.Contains("\n## When to suppress it\n", Page(id), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_table_of_the_rules_has_each_of_them(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        Assert.Contains($"\n| [{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title.ToString(null)} |\n", Page("README"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_wrong_code_of_a_page_is_reported_at_the_line_that_it_marks_and_nowhere_else(string id, NullableContextOptions nullable)
    {
        string source = Block(id, "Wrong");
        Diagnostic fault = Assert.Single(await AnalyzeAsync(id, source, nullable));
        Assert.Equal(id, fault.Id);
        Assert.Equal(MarkedLine(source, id), fault.Location.GetLineSpan().StartLinePosition.Line);
        Assert.DoesNotContain("{0}", fault.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_right_code_of_a_page_is_not_reported(string id, NullableContextOptions nullable)
        => Assert.Empty(await AnalyzeAsync(id, Block(id, "Right"), nullable));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "docs");

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string id, string source, NullableContextOptions nullable)
    {
        CSharpCompilation compilation = AnalyzerRun.Compile(source, nullable);
        var parse = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Usings, parse, "Usings.cs", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return await AnalyzerRun.AnalyzeAllAsync(compilation, Options(id));
    }

    // The entries that a page shows are those under which its code is analysed.
    private static Dictionary<string, string> Options(string id)
    {
        Match match = Regex.Match(Page(id), "```editorconfig\n(.*?)```", RegexOptions.Singleline);
        return match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('=', StringSplitOptions.TrimEntries))
            .ToDictionary(static entry => entry[0], static entry => entry[1]);
    }

    private static int MarkedLine(string source, string id) => Array.FindIndex(source.Split('\n'), line => line.EndsWith("// " + id, StringComparison.Ordinal));

    private static string Block(string id, string heading)
    {
        Match match = Regex.Match(Page(id), $"## {heading}\n\n```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"{id} has no code under '{heading}'.");
        return match.Groups[1].Value;
    }

    private static string Page(string id)
    {
        string file = Path.Combine(Folder, id + ".md");
        Assert.True(File.Exists(file), $"{id} has no page.");
        return File.ReadAllText(file).ReplaceLineEndings("\n");
    }
}
