using System.Collections.Immutable;
using System.Reflection;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.FalsePositives;

/// <summary>What the analyzers say of one assembly.</summary>
internal sealed class Survey
{
    private readonly DecompiledAssembly _assembly;
    private readonly SyntaxTree _tree;
    private readonly int _compilerErrors;
    private readonly ImmutableArray<Diagnostic> _found;

    private Survey(DecompiledAssembly assembly, SyntaxTree tree, int compilerErrors, ImmutableArray<Diagnostic> found)
    {
        _assembly = assembly;
        _tree = tree;
        _compilerErrors = compilerErrors;
        _found = found;
    }

    public int Warnings => _found.Count(IsWarning);

    public static async Task<Survey> OfAsync(DecompiledAssembly assembly)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(assembly.Text, new CSharpParseOptions(LanguageVersion.Preview), assembly.Name + ".cs");
        CSharpCompilation compilation = CSharpCompilation.Create(
            assembly.Name,
            [tree],
            Directory.GetFiles(DecompiledAssembly.Framework, "*.dll")
                .Where(file => IsManaged(file) && Path.GetFileNameWithoutExtension(file) != assembly.Name)
                .Select(static file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        int errors = compilation.GetDiagnostics().Count(static fault => fault.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers(Analyzers()).GetAnalyzerDiagnosticsAsync();
        return new Survey(assembly, tree, errors, found);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine($"{_assembly.Name}: {_assembly.Lines} lines, {_compilerErrors} compiler errors, {Warnings} warnings, {_found.Length - Warnings} notes");
        foreach (Diagnostic fault in _found.Where(IsWarning).OrderBy(static fault => fault.Location.SourceSpan.Start))
        {
            int line = fault.Location.GetLineSpan().StartLinePosition.Line;
            output.WriteLine($"  {line + 1} {fault.Id} {fault.GetMessage()} | {_tree.GetText().Lines[line].ToString().Trim()}");
        }
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers() =>
    [
        .. typeof(LockAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static bool IsWarning(Diagnostic fault) => fault.Severity >= DiagnosticSeverity.Warning;

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
