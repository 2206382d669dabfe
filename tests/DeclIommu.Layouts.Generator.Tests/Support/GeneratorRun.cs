using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Runs generator and analyzer over a source text.</summary>
internal sealed class GeneratorRun
{
    // All waves of warnings, as the newest analysis level has them.
    private const int EveryWarning = 9999;

    private const string MissingDocComment = "CS1591";

    private const string Usings = "global using System;\nglobal using DeclIommu.Layouts;\n";

    // What generated code refers to; all hundred and sixty assemblies would cost most of the tests' time.
    private static readonly string[] Needed =
        ["System.Runtime", "System.Runtime.InteropServices", "System.Memory", "System.Collections", "System.Threading", "System.Diagnostics.Tools", "netstandard"];

    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All.Where(static reference => Needed.Contains(Path.GetFileNameWithoutExtension(reference.FilePath))), MetadataReference.CreateFromFile(typeof(LayoutAttribute).Assembly.Location)];

    private GeneratorRun(CSharpCompilation input, GeneratorDriver driver, Compilation output)
    {
        Input = input;
        Driver = driver;
        Output = output;
    }

    public CSharpCompilation Input { get; }

    public GeneratorDriver Driver { get; }

    public Compilation Output { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The faults that the compiler finds in input and output together.</summary>
    public IReadOnlyList<Diagnostic> CompilerFaults => Faults(Output.GetDiagnostics());

    /// <summary>Of what a compiler said, the faults: from warnings on, and not that the author left a doc comment out.</summary>
    public static IReadOnlyList<Diagnostic> Faults(IEnumerable<Diagnostic> said) =>
        [.. said.Where(static fault => fault.Severity >= DiagnosticSeverity.Warning && !(fault.Id == MissingDocComment && !IsGenerated(fault)))];

    public static GeneratorRun Of(string source, LanguageVersion version = LanguageVersion.CSharp13, bool isChecked = false)
    {
        CSharpCompilation input = Compile(source, version, isChecked);
        var options = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new LayoutGenerator().AsSourceGenerator()],
            parseOptions: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _, TestContext.Current.CancellationToken);
        return new GeneratorRun(input, driver, output);
    }

    /// <summary>The input as it is after another file was added.</summary>
    public GeneratorRun WithEdit(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation changed = edit(Input);
        GeneratorDriver driver = Driver.RunGeneratorsAndUpdateCompilation(changed, out Compilation output, out _, TestContext.Current.CancellationToken);
        return new GeneratorRun(changed, driver, output);
    }

    /// <summary>What the analyzer reports, in the order of the source.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, LanguageVersion version = LanguageVersion.CSharp13)
    {
        return await Of(source, version).AnalyzeAsync();
    }

    /// <summary>What the generator and the analyzers report of the input and its generated parts, in the order of the source.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync()
    {
        CompilationWithAnalyzers analysis = Output.WithAnalyzers([.. Analyzers]);
        ImmutableArray<Diagnostic> faults = await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. faults.Concat(Result.Diagnostics).OrderBy(static fault => fault.Location.SourceSpan.Start).ThenBy(static fault => fault.Id, StringComparer.Ordinal)];
    }

    /// <summary>Every analyzer of the generator's assembly.</summary>
    public static IReadOnlyList<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(LayoutGenerator).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>True of a fault in generated code.</summary>
    public static bool IsGenerated(Diagnostic fault) => fault.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    // As strict as a project can be that documents its members.
    private static CSharpCompilation Compile(string source, LanguageVersion version, bool isChecked)
    {
        var options = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        return CSharpCompilation.Create(
            "Declared",
            [CSharpSyntaxTree.ParseText(Usings, options, "Usings.cs"), CSharpSyntaxTree.ParseText(source, options, "Declared.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: EveryWarning, checkOverflow: isChecked));
    }
}
