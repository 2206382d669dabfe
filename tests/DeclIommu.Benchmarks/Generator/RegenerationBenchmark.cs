using System.Text;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using DeclIommu.Layouts;
using DeclIommu.Layouts.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Benchmarks.Generator;

/// <summary>What an edit costs in a project that declares a bank of 1,000 registers.</summary>
/// <remarks>Collected as the compiler collects: <c>csc</c> and the compiler server run with the server's garbage collector. Each edit is a compilation that nobody has bound yet.</remarks>
[GcServer(true)]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 20, iterationCount: 40)]
public class RegenerationBenchmark
{
    private const int Registers = 1000;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp13);

    private CSharpCompilation _declared = null!;
    private GeneratorDriver _driver = null!;
    private CSharpCompilation _edited = null!;
    private int _edits;

    /// <summary>Whether each register has a layout of its own, of three fields, or all share one.</summary>
    [Params(true, false)]
    public bool OwnLayouts { get; set; }

    [GlobalSetup]
    public void Declare()
    {
        _declared = CSharpCompilation.Create(
            "Declared",
            [CSharpSyntaxTree.ParseText(Source(0), Parse), CSharpSyntaxTree.ParseText("class Other { int A => 1; }", Parse)],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(LayoutAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _driver = CSharpGeneratorDriver.Create([new LayoutGenerator().AsSourceGenerator()], parseOptions: Parse).RunGenerators(_declared);
        GeneratorDriverRunResult result = _driver.GetRunResult();
        int files = 2 + (OwnLayouts ? Registers : 1);
        if (result.GeneratedTrees.Length != files || !result.Diagnostics.IsEmpty)
        {
            throw new InvalidOperationException($"{result.GeneratedTrees.Length} files, not {files}, and {result.Diagnostics.Length} diagnostics.");
        }
    }

    [IterationSetup(Target = nameof(MovedField))]
    public void MoveField() => _edited = _declared.ReplaceSyntaxTree(_declared.SyntaxTrees[0], CSharpSyntaxTree.ParseText($"{Source(1)} // {_edits++}", Parse));

    [IterationSetup(Target = nameof(UnrelatedEdit))]
    public void EditOther() => _edited = _declared.ReplaceSyntaxTree(_declared.SyntaxTrees[1], CSharpSyntaxTree.ParseText($"class Other {{ int A => {_edits++}; }}", Parse));

    /// <summary>A field moves by a bit: its layout and the bank are written anew.</summary>
    [Benchmark]
    public GeneratorDriver MovedField() => _driver.RunGenerators(_edited);

    /// <summary>Another file changes: nothing is written.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _driver.RunGenerators(_edited);

    private string Source(int bit)
    {
        var source = new StringBuilder("using DeclIommu.Layouts;\n");
        var bank = new StringBuilder($"[RegisterBank({Registers * 8})]\npublic partial struct Bank\n{{\n");
        for (int i = 0; i < Registers; i++)
        {
            if (OwnLayouts || i == 0)
            {
                source.Append($$"""
                    [Layout(64)]
                    public partial struct Register{{i}}
                    {
                        [Bit({{(i == 0 ? bit : 0)}})] public partial bool Enable { readonly get; set; }
                        [Bits(11, 4)] public partial byte Level { readonly get; set; }
                        [Bits(51, 12), Scaled(12)] public partial ulong Address { readonly get; set; }
                    }

                    """);
            }

            bank.Append($"    [Register({i * 8})] public partial Register{(OwnLayouts ? i : 0)} R{i} {{ readonly get; set; }}\n");
        }

        return source.Append(bank).Append('}').ToString();
    }
}
