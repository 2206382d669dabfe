using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>Applies a fix to marked source and returns what becomes of it.</summary>
internal static class FixRun
{
    /// <summary>Applies the fix whose title starts so to the first diagnostic it is for; null if it is not offered.</summary>
    public static async Task<string?> ApplyAsync(CodeFixProvider provider, string source, string title)
    {
        (Document document, Compilation compilation) = await OpenAsync(source);
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation);
        foreach (Diagnostic diagnostic in found.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
            if (actions.Find(action => action.Title.StartsWith(title, StringComparison.Ordinal)) is { } chosen)
            {
                return await ResultAsync(document, chosen);
            }
        }

        return null;
    }

    /// <summary>Applies the fix whose title starts so to the whole document; null if it is not offered.</summary>
    public static async Task<string?> ApplyAllAsync(CodeFixProvider provider, string source, string title)
    {
        (Document document, Compilation compilation) = await OpenAsync(source);
        Diagnostic[] found = [.. (await AnalyzerRun.AnalyzeAllAsync(compilation)).Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id))];
        foreach (Diagnostic diagnostic in found)
        {
            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
            if (actions.Find(action => action.Title.StartsWith(title, StringComparison.Ordinal)) is { } chosen)
            {
                var context = new FixAllContext(document, provider, FixAllScope.Document, chosen.EquivalenceKey!, provider.FixableDiagnosticIds, new KnownDiagnostics(found), TestContext.Current.CancellationToken);
                return await provider.GetFixAllProvider()!.GetFixAsync(context) is { } all ? await ResultAsync(document, all) : null;
            }
        }

        return null;
    }

    /// <summary>Applies a refactoring at the first place that has the text.</summary>
    public static async Task<string?> RefactorAsync(CodeRefactoringProvider provider, string source, string place)
    {
        (Document document, _) = await OpenAsync(source);
        var actions = new List<CodeAction>();
        var span = new TextSpan(source.IndexOf(place, StringComparison.Ordinal), place.Length);
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(document, span, actions.Add, TestContext.Current.CancellationToken));
        return actions.Count == 0 ? null : await ResultAsync(document, actions[0]);
    }

    private static async Task<(Document Document, Compilation Compilation)> OpenAsync(string source)
    {
        Compilation template = AnalyzerRun.Compile("", NullableContextOptions.Enable);
        Project project = new AdhocWorkspace().CurrentSolution
            .AddProject("Case", "Case", LanguageNames.CSharp)
            .WithMetadataReferences(template.References)
            .WithCompilationOptions(template.Options)
            .WithParseOptions(template.SyntaxTrees.First().Options);
        Document document = project.AddDocument("Case.cs", source);
        Compilation compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (document, compilation);
    }

    private static async Task<string> ResultAsync(Document document, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Document result = changed.GetDocument(document.Id)!;
        Compilation compilation = (await result.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (await result.GetTextAsync(TestContext.Current.CancellationToken)).ToString().ReplaceLineEndings("\n");
    }
}
