using System.Reflection;
using System.Text.RegularExpressions;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Tests.Diagnostics;

/// <summary>The page of each rule shows what is wrong and what is right; both are compiled here.</summary>
public sealed class RulePageTests
{
    // Rules about one place: there is no second one to show.
    private static readonly string[] OfOnePlace =
        ["DIG0001", "DIG0002", "DIG0004", "DIG0008", "DIG0009", "DIG0010", "DIG0011", "DIG0012", "DIG0014", "DIG0015", "DIG0016", "DIG0017", "DIG0022", "DIG0023", "DIG0025", "DIG0036", "DIG0044", "DIG0078"];

    private static readonly IReadOnlyList<DiagnosticDescriptor> Rules =
    [
        .. typeof(LayoutGenerator).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(static member => member.FieldType == typeof(DiagnosticDescriptor))
            .Select(static member => (DiagnosticDescriptor)member.GetValue(null)!)
            .OrderBy(static rule => rule.Id, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Ids => [.. Rules.Select(static rule => rule.Id)];

    public static TheoryData<string> IdsOfSource => [.. Rules.Select(static rule => rule.Id).Where(static id => id != "DIG0004")];

    [Fact]
    public void There_are_at_least_forty_rules_with_numbers_of_their_own()
    {
        Assert.True(Rules.Count >= 40, $"{Rules.Count} rules");
        Assert.Equal(Rules.Count, Rules.Select(static rule => rule.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_page_that_its_help_link_names(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        Assert.EndsWith($"/src/Generators/docs/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {rule.Title.ToString(null)}\n", Page(id), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(IdsOfSource))]
    public async Task The_wrong_code_of_a_page_is_reported_at_the_line_that_it_marks(string id)
    {
        string source = Block(id, "Wrong");
        IReadOnlyList<Diagnostic> faults = await GeneratorRun.AnalyzeAsync(source);
        Diagnostic fault = Assert.Single(faults, fault => fault.Id == id);
        Assert.All(faults, other => Assert.True(other.Id == id || other.Severity < fault.Severity, $"{other}"));
        Assert.Equal(MarkedLine(source, id), fault.Location.GetLineSpan().StartLinePosition.Line);
        Assert.True(fault.AdditionalLocations.Count > 0 != OfOnePlace.Contains(id), $"{id} names {fault.AdditionalLocations.Count} other places.");
        Assert.DoesNotContain("{0}", fault.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(IdsOfSource))]
    public async Task The_right_code_of_a_page_is_not_reported_and_compiles(string id)
    {
        string source = Block(id, "Right");
        Assert.Empty(await GeneratorRun.AnalyzeAsync(source));
        Assert.DoesNotContain(GeneratorRun.Of(source).CompilerFaults, static fault => fault.Id != "CS0169");
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
        string file = Path.Combine(AppContext.BaseDirectory, "docs", id + ".md");
        Assert.True(File.Exists(file), $"{id} has no page.");
        return File.ReadAllText(file).ReplaceLineEndings("\n");
    }
}
