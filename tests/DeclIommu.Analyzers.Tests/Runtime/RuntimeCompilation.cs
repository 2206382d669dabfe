using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.Layouts.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Generators;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>The runtime of this checkout as one compilation, the generated code in it; mutants share all but the one source that they change.</summary>
internal sealed class RuntimeCompilation
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14, preprocessorSymbols: ["NET", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "NET10_0"]);

    private RuntimeCompilation(ImmutableArray<SyntaxTree> written, Compilation compilation)
    {
        Written = written;
        Compilation = compilation;
    }

    /// <summary>The one that all tests share.</summary>
    public static Lazy<RuntimeCompilation> Shared { get; } = new(Create);

    public Compilation Compilation { get; }

    /// <summary>The sources that are not generated.</summary>
    public ImmutableArray<SyntaxTree> Written { get; }

    /// <summary>Every place at which one of the safeguards can be left out.</summary>
    public IEnumerable<RuntimeMutant> Mutants(params IDeletion[] deletions)
        => Written.Select(tree => Compilation.GetSemanticModel(tree)).SelectMany(model => deletions.SelectMany(deletion => deletion.Of(model)));

    /// <summary>The runtime with the source changed.</summary>
    public Compilation With(RuntimeMutant mutant)
        => Compilation.ReplaceSyntaxTree(mutant.Original, mutant.Original.WithRootAndOptions(mutant.Changed, mutant.Original.Options));

    /// <summary>What the rules say of a mutant: warnings and errors, and more information about exceptions than of the source as it is. First in the changed source alone, then, if it has none, everywhere.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FaultsOfAsync(RuntimeMutant mutant, CancellationToken cancellationToken)
    {
        Compilation changed = With(mutant);
        SyntaxTree tree = changed.SyntaxTrees.First(candidate => candidate.FilePath == mutant.Original.FilePath);
        SemanticModel model = changed.GetSemanticModel(tree);
        Diagnostic? broken = model.GetDiagnostics(cancellationToken: cancellationToken).FirstOrDefault(static fault => fault.Severity == DiagnosticSeverity.Error);
        if (broken is not null)
        {
            throw new InvalidOperationException($"{mutant.Name}: the mutant is no C#: {broken}");
        }

        ImmutableArray<Diagnostic> near = await Analyze(changed).GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellationToken);
        if (near.Any(IsFault))
        {
            return [.. near.Where(IsFault)];
        }

        ImmutableArray<Diagnostic> before = await Analyze(Compilation).GetAnalyzerSemanticDiagnosticsAsync(Compilation.GetSemanticModel(mutant.Original), filterSpan: null, cancellationToken);
        return near.Count(IsExceptional) > before.Count(IsExceptional) ? [.. near.Where(IsExceptional)] : await FaultsAsync(changed, cancellationToken);
    }

    /// <summary>The warnings and errors of the rules in a whole compilation.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> FaultsAsync(Compilation compilation, CancellationToken cancellationToken)
        => [.. (await Analyze(compilation).GetAnalyzerDiagnosticsAsync(cancellationToken)).Where(IsFault)];

    private static CompilationWithAnalyzers Analyze(Compilation compilation) => new(compilation, AnalyzerRun.Analyzers(), new CompilationWithAnalyzersOptions(
        new AnalyzerOptions([]),
        onAnalyzerException: static (exception, _, _) => throw new InvalidOperationException("The analyzer threw", exception),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: false));

    private static bool IsExceptional(Diagnostic told) => told is { Id: "DIR0002" } or { Id: "DIR0008", Severity: DiagnosticSeverity.Info };

    private static bool IsFault(Diagnostic fault) => fault.Severity >= DiagnosticSeverity.Warning;

    private static RuntimeCompilation Create()
    {
        string folder = Path.Combine(Repository.Root, "src", "Runtime", "DeclIommu");
        ImmutableArray<SyntaxTree> written = [.. Repository.Sources("src", "Runtime", "DeclIommu").Select(path => Parse(Path.GetRelativePath(folder, path), File.ReadAllText(path)))];
        CSharpCompilation source = CSharpCompilation.Create(
            "DeclIommu",
            [.. written, Parse("GlobalUsings.cs", GlobalUsings)],
            [.. Net100.References.All, Reference(typeof(DeclIommu.Contracts.GuardedByAttribute)), Reference(typeof(DeclIommu.Layouts.LayoutAttribute)), Reference(typeof(ILogger))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new LayoutGenerator().AsSourceGenerator(), new LoggerMessageGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(source, out Compilation whole, out ImmutableArray<Diagnostic> faults);
        Diagnostic? broken = faults.Concat(whole.GetDiagnostics()).FirstOrDefault(static fault => fault.Severity == DiagnosticSeverity.Error);
        return broken is null ? new RuntimeCompilation(written, whole) : throw new InvalidOperationException($"The runtime does not compile: {broken}");
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, s_parseOptions, path);

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
