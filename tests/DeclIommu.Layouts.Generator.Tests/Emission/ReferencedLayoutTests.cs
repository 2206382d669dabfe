using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace DeclIommu.Layouts.Generator.Tests.Emission;

public sealed class ReferencedLayoutTests
{
    [Fact]
    public void A_bank_knows_the_fields_of_a_layout_from_another_assembly()
    {
        GeneratorRun here = GeneratorRun.Of(Declarations.Bank);
        string layout = Declarations.Bank[..Declarations.Bank.IndexOf("/// <summary>A device", StringComparison.Ordinal)];
        GeneratorRun there = GeneratorRun.Of("namespace Sample;\n" + Declarations.Bank[(layout.Length)..])
            .WithEdit(input => input.AddReferences(Compile(layout)));
        Assert.Empty(there.CompilerFaults);
        Assert.Equal(Device(here), Device(there));
    }

    private static MetadataReference Compile(string source)
    {
        using var assembly = new MemoryStream();
        EmitResult result = GeneratorRun.Of(source).Output.WithAssemblyName("Library").Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }

    private static string Device(GeneratorRun run) =>
        run.Result.GeneratedSources.Single(static source => source.HintName == "Sample.Device.g.cs").SourceText.ToString();
}
