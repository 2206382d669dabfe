using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>Applies a fix to source and returns what becomes of it: it compiles, and less is reported than before.</summary>
internal static class FixRun
{
    /// <summary>Applies the fix whose title starts so to the first diagnostic it is offered for; null if it is not offered.</summary>
    public static async Task<string?> ApplyAsync(CodeFixProvider provider, string source, string title)
    {
        Project project = Open([[source]]).Projects.Single();
        ImmutableArray<Diagnostic> found = await AnalyzeAsync(project);
        Assert.Contains(found, diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id));
        if (await OfferedAsync(provider, project, found, title) is not var (diagnostic, document, action))
        {
            return null;
        }

        Project changed = (await ApplyAsync(action)).GetProject(project.Id)!;
        ImmutableArray<Diagnostic> left = await AnalyzeAsync(changed);
        Assert.True(Count(left, diagnostic.Id) < Count(found, diagnostic.Id), string.Join("\n", left));
        return await TextAsync(changed.GetDocument(document.Id)!);
    }

    /// <summary>Applies the fix whose title starts so to the whole document; null if it is not offered.</summary>
    public static async Task<string?> ApplyAllAsync(CodeFixProvider provider, string source, string title)
        => await ApplyAllAsync(provider, FixAllScope.Document, title, [source]) is { } all ? all[0] : null;

    /// <summary>Applies the fix whose title starts so to the document of the first diagnostic it is offered for, its project or all projects; null if it is not offered.</summary>
    /// <param name="provider">The fix.</param>
    /// <param name="scope">What is fixed.</param>
    /// <param name="title">How the title of the fix begins.</param>
    /// <param name="projects">The documents of each project.</param>
    /// <returns>The documents after it, those of the first project first.</returns>
    public static async Task<string[]?> ApplyAllAsync(CodeFixProvider provider, FixAllScope scope, string title, params string[][] projects)
    {
        Solution solution = Open(projects);
        var found = new List<Diagnostic>();
        foreach (Project project in solution.Projects)
        {
            found.AddRange(await AnalyzeAsync(project));
        }

        Diagnostic[] fixable = [.. found.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id))];
        if (await OfferedAsync(provider, solution.Projects.First(), [.. fixable], title) is not var (_, document, action))
        {
            return null;
        }

        var known = new KnownDiagnostics(fixable);
        FixAllContext context = scope is FixAllScope.Document
            ? new FixAllContext(document, provider, scope, action.EquivalenceKey!, provider.FixableDiagnosticIds, known, TestContext.Current.CancellationToken)
            : new FixAllContext(document.Project, provider, scope, action.EquivalenceKey!, provider.FixableDiagnosticIds, known, TestContext.Current.CancellationToken);
        Assert.Contains(scope, provider.GetFixAllProvider()!.GetSupportedFixAllScopes());
        Solution changed = await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
        var texts = new List<string>();
        foreach (Document result in solution.Projects.SelectMany(static project => project.Documents))
        {
            Document now = changed.GetDocument(result.Id)!;
            await AnalyzeAsync(now.Project);
            texts.Add(await TextAsync(now));
        }

        return [.. texts];
    }

    /// <summary>Applies a refactoring at the first place that has the text.</summary>
    public static async Task<string?> RefactorAsync(CodeRefactoringProvider provider, string source, string place)
    {
        Document document = Open([[source]]).Projects.Single().Documents.Single();
        var actions = new List<CodeAction>();
        var span = new TextSpan(source.IndexOf(place, StringComparison.Ordinal), place.Length);
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(document, span, actions.Add, TestContext.Current.CancellationToken));
        return actions.Count == 0 ? null : await TextAsync((await ApplyAsync(actions[0])).GetDocument(document.Id)!);
    }

    private static Solution Open(string[][] projects)
    {
        Compilation template = AnalyzerRun.Compile("", NullableContextOptions.Enable);
        Solution solution = new AdhocWorkspace().CurrentSolution;
        for (int i = 0; i < projects.Length; i++)
        {
            Project project = solution.AddProject("Case" + i, "Case" + i, LanguageNames.CSharp)
                .WithMetadataReferences(template.References)
                .WithCompilationOptions(template.Options)
                .WithParseOptions(template.SyntaxTrees.First().Options);
            for (int j = 0; j < projects[i].Length; j++)
            {
                project = project.AddDocument("Case" + j + ".cs", projects[i][j]).Project;
            }

            solution = project.Solution;
        }

        return solution;
    }

    /// <summary>What is reported of a project, which compiles.</summary>
    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return await AnalyzerRun.AnalyzeAllAsync(compilation);
    }

    private static async Task<(Diagnostic, Document, CodeAction)?> OfferedAsync(CodeFixProvider provider, Project project, ImmutableArray<Diagnostic> found, string title)
    {
        foreach (Diagnostic diagnostic in found.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
            {
                continue;
            }

            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
            if (actions.Find(action => action.Title.StartsWith(title, StringComparison.Ordinal)) is { } chosen)
            {
                return (diagnostic, document, chosen);
            }
        }

        return null;
    }

    private static async Task<Solution> ApplyAsync(CodeAction action)
        => (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<string> TextAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString().ReplaceLineEndings("\n");
    }

    private static int Count(ImmutableArray<Diagnostic> found, string id) => found.Count(diagnostic => diagnostic.Id == id);
}
