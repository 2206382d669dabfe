using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Support;

/// <summary>Compiles marked source and compares what the analyzers report with what is marked.</summary>
internal static class AnalyzerRun
{
    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(DeclIommu.Contracts.GuardedByAttribute).Assembly.Location)];

    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using DeclIommu.Contracts;\n";

    /// <summary>Asserts that exactly the marked diagnostics are reported, with nullable reference types on and off.</summary>
    /// <param name="marked">The source.</param>
    /// <param name="rule">The one rule that is looked at; all of them without it.</param>
    /// <param name="library">Source that is compiled on its own and referenced as metadata.</param>
    public static Task VerifyAsync(string marked, string? rule = null, string? library = null)
        => VerifyAsync(marked, library, [], diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && (rule is null || diagnostic.Id == rule));

    /// <summary>The same, where of some rules informative and hidden diagnostics count too.</summary>
    public static Task VerifyInformationAsync(string marked, params string[] rules)
        => VerifyAsync(marked, null, rules, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || rules.Contains(diagnostic.Id));

    private static async Task VerifyAsync(string marked, string? library, string[] shown, Func<Diagnostic, bool> counts)
    {
        Markup markup = Markup.Parse(Usings + marked);
        foreach (NullableContextOptions nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
        {
            CSharpCompilation compilation = Compile(markup.Source, nullable, library is null ? [] : [Emit(Usings + library, nullable)]);
            Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(shown.Where(IsHidden).ToDictionary(static id => id, static _ => ReportDiagnostic.Info)));
            IEnumerable<Diagnostic> found = (await AnalyzeAllAsync(compilation)).Where(counts);
            IEnumerable<string> expected = markup.Expected.Select(mark => Describe(mark.Id, mark.Span, markup.Source)).Order();
            IEnumerable<string> actual = found.Select(diagnostic => Describe(diagnostic.Id, diagnostic.Location.SourceSpan, markup.Source)).Order();
            Assert.Equal(string.Join("\n", expected), string.Join("\n", actual));
        }
    }

    private static MetadataReference Emit(string source, NullableContextOptions nullable)
    {
        using var image = new MemoryStream();
        Assert.True(Compile(source, nullable).WithAssemblyName("Library").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public static CSharpCompilation Compile(string source, NullableContextOptions nullable, params MetadataReference[] more)
        => CSharpCompilation.Create(
            "Case",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14), path: "Case.cs", cancellationToken: TestContext.Current.CancellationToken)],
            [.. s_references, .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: nullable));

    /// <summary>Every analyzer of the product, new each time.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers() => [.. All<DiagnosticAnalyzer>()];

    /// <summary>Every generator of the product, new each time.</summary>
    public static ImmutableArray<ISourceGenerator> Generators() => [.. All<IIncrementalGenerator>().Select(static generator => generator.AsSourceGenerator())];

    /// <summary>What the analyzers report, informative diagnostics included.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAllAsync(Compilation compilation, IReadOnlyDictionary<string, string>? entries = null, params AdditionalText[] files)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. files], new CaseOptions(entries ?? new Dictionary<string, string>())),
            onAnalyzerException: static (exception, _, _) => throw new InvalidOperationException("The analyzer threw", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        return await new CompilationWithAnalyzers(compilation, Analyzers(), options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    // Hidden diagnostics are not computed unless somebody asks for them.
    private static bool IsHidden(string id) => Analyzers().SelectMany(static analyzer => analyzer.SupportedDiagnostics).Any(rule => rule.Id == id && rule.DefaultSeverity == DiagnosticSeverity.Hidden);

    private static IEnumerable<T> All<T>()
        => typeof(LockAnalyzer).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(T)))
            .Select(static type => (T)Activator.CreateInstance(type)!);

    private static string Describe(string id, Microsoft.CodeAnalysis.Text.TextSpan span, string source)
    {
        int line = source.AsSpan(0, span.Start).Count('\n');
        return $"line {line}: {id} at '{source.Substring(span.Start, span.Length)}'";
    }
}
