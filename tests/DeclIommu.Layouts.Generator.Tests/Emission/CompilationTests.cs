using DeclIommu.Layouts.Generator.Tests.Oracle;
using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Tests.Emission;

/// <summary>Projects that take warnings as errors compile what is generated: every wave of warnings, nullable annotations and doc comments checked.</summary>
public sealed class CompilationTests
{
    private const LanguageVersion CSharp14 = (LanguageVersion)1400;

    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void Generated_code_compiles_without_a_warning_under_CSharp_13(string source) =>
        Assert.Empty(GeneratorRun.Of(source).CompilerFaults);

    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void Generated_code_compiles_without_a_warning_under_CSharp_14_with_overflow_checks(string source) =>
        Assert.Empty(GeneratorRun.Of(source, SupportedOrPreview(CSharp14), isChecked: true).CompilerFaults);

    [Theory]
    [InlineData(101, LanguageVersion.CSharp13, false)]
    [InlineData(102, LanguageVersion.CSharp13, true)]
    [InlineData(103, CSharp14, false)]
    [InlineData(104, CSharp14, true)]
    public void Code_for_random_layouts_compiles_without_a_warning(int seed, LanguageVersion version, bool isChecked) =>
        Assert.Empty(GeneratorRun.Of(new RandomLayouts(seed).Source(40), SupportedOrPreview(version), isChecked).CompilerFaults);

    [Fact]
    public void A_declared_name_that_is_a_keyword_is_escaped() => Assert.Empty(GeneratorRun.Of("""
        [Layout(8)]
        public partial struct @struct
        {
            [Bit(0)]
            public partial bool @class { readonly get; set; }

            [Bits(2, 1)]
            public partial @enum @field { readonly get; set; }
        }

        public enum @enum { @true, @value }
        """).CompilerFaults);

    [Fact]
    public async Task A_command_too_small_for_the_opcode_of_its_set_is_reported_and_does_not_stop_the_generator()
    {
        GeneratorRun run = GeneratorRun.Of(Declarations.Commands.Replace("[Layout(64), Command(1)]", "[Layout(32), Command(1)]", StringComparison.Ordinal));
        Assert.Null(run.Result.Exception);
        Assert.Equal("DIG0074", Assert.Single(await run.AnalyzeAsync()).Id);
    }

    private static LanguageVersion SupportedOrPreview(LanguageVersion version) => version.IsValid() ? version : LanguageVersion.Preview;
}
