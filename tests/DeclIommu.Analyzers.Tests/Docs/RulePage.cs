using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The pages of the rules, and what the analyzers say of the code on them.</summary>
internal static class RulePage
{
    private const string Usings = """
        global using System;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Collections.Generic;
        global using DeclIommu.Contracts;
        """;

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "docs");

    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string id, string source, NullableContextOptions nullable)
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
        Match match = Regex.Match(Text(id), "```editorconfig\n(.*?)```", RegexOptions.Singleline);
        return match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('=', StringSplitOptions.TrimEntries))
            .ToDictionary(static entry => entry[0], static entry => entry[1]);
    }

    public static int MarkedLine(string source, string id) => Array.FindIndex(source.Split('\n'), line => line.EndsWith("// " + id, StringComparison.Ordinal));

    public static string Block(string id, string heading)
    {
        Match match = Regex.Match(Text(id), $"## {heading}\n\n```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"{id} has no code under '{heading}'.");
        return match.Groups[1].Value;
    }

    public static string Text(string id)
    {
        string file = Path.Combine(Folder, id + ".md");
        Assert.True(File.Exists(file), $"{id} has no page.");
        return File.ReadAllText(file).ReplaceLineEndings("\n");
    }
}
