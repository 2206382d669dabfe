using System.Text;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using DeclIommu.Layouts;
using DeclIommu.Layouts.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Benchmarks.Generator;

/// <summary>What an edit costs in a project that declares a bank of 1,000 registers, each of a layout of its own.</summary>
public class RegenerationBenchmark
{
    private const int Registers = 1000;

    private CSharpCompilation _declared = null!;
    private CSharpCompilation _unrelated = null!;
    private CSharpCompilation _changed = null!;
    private GeneratorDriver _driver = null!;

    [GlobalSetup]
    public void Declare()
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp13);
        SyntaxTree declared = CSharpSyntaxTree.ParseText(Source(0), parse);
        SyntaxTree other = CSharpSyntaxTree.ParseText("class Other { int A => 1; }", parse);
        _declared = CSharpCompilation.Create(
            "Declared",
            [declared, other],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(LayoutAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _unrelated = _declared.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int A => 2; }", parse));
        _changed = _declared.ReplaceSyntaxTree(declared, CSharpSyntaxTree.ParseText(Source(1), parse));
        _driver = CSharpGeneratorDriver.Create([new LayoutGenerator().AsSourceGenerator()], parseOptions: parse).RunGenerators(_declared);
    }

    /// <summary>A field moves by a bit: its layout and the bank are written anew.</summary>
    [Benchmark]
    public GeneratorDriver MovedField() => _driver.RunGenerators(_changed);

    /// <summary>Another file changes: nothing is written.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _driver.RunGenerators(_unrelated);

    private static string Source(int bit)
    {
        var source = new StringBuilder("using DeclIommu.Layouts;\n");
        var bank = new StringBuilder($"[RegisterBank({Registers * 8})]\npublic partial struct Bank\n{{\n");
        for (int i = 0; i < Registers; i++)
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
            bank.Append($"    [Register({i * 8})] public partial Register{i} R{i} {{ readonly get; set; }}\n");
        }

        return source.Append(bank).Append('}').ToString();
    }
}
