using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DeclIommu.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Turns a case into a compilation; the references are shared by all of them.</summary>
internal static class CaseCompiler
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using DeclIommu.Contracts;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location)];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly SyntaxTree Usings = ParseSource("GlobalUsings.cs", GlobalUsings);

    /// <summary>Every case is held against both.</summary>
    public static ImmutableArray<NullableContextOptions> NullableModes { get; } = [NullableContextOptions.Enable, NullableContextOptions.Disable];

    /// <summary>The sources of the case, and its library as metadata.</summary>
    public static CSharpCompilation Compile(AnalyzerCase row, NullableContextOptions nullable)
    {
        var references = row.Library is { } library ? References.Add(CompileLibrary(row.Id, library, nullable)) : References;
        return Create(row.Id, row.Files, references, nullable);
    }

    private static PortableExecutableReference CompileLibrary(string id, CaseSource library, NullableContextOptions nullable)
    {
        using var image = new MemoryStream();
        var result = Create($"{id}.Library", [library], References, nullable).Emit(image);
        return result.Success
            ? MetadataReference.CreateFromImage(image.ToArray())
            : throw new FormatException($"The library of {id} does not compile: {string.Join("; ", result.Diagnostics)}");
    }

    private static CSharpCompilation Create(string name, IReadOnlyList<CaseSource> files, ImmutableArray<MetadataReference> references, NullableContextOptions nullable) =>
        CSharpCompilation.Create(
            name,
            [Usings, .. files.Select(static file => ParseSource(file.Name, file.Text))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: nullable));

    private static SyntaxTree ParseSource(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), ParseOptions, path);
}
