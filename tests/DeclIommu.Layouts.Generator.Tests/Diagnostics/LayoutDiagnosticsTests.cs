using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Tests.Diagnostics;

public sealed class LayoutDiagnosticsTests
{
    [Fact]
    public Task Fields_that_share_a_bit_are_reported() => Verify("""
        [Layout(16)]
        public partial struct Entry
        {
            [Bits(7, 0)]
            public partial byte Low { readonly get; set; }

            [Bits(15, 7)]
            public partial ushort {|DIG0006:High|} { readonly get; set; }
        }
        """);

    [Fact]
    public Task Fields_side_by_side_are_not_reported() => Verify("""
        [Layout(16)]
        public partial struct Entry
        {
            [Bits(7, 0)]
            public partial byte Low { readonly get; set; }

            [Bits(15, 8)]
            public partial byte High { readonly get; set; }
        }
        """);

    [Fact]
    public Task A_field_past_the_end_is_reported() => Verify("""
        [Layout(16)]
        public partial struct Entry
        {
            [{|DIG0007:Bits(16, 9)|}]
            public partial byte High { readonly get; set; }
        }
        """);

    [Fact]
    public Task A_field_wider_than_its_type_is_reported() => Verify("""
        [Layout(16)]
        public partial struct Entry
        {
            [Bits(8, 0)]
            public partial byte {|DIG0008:High|} { readonly get; set; }
        }
        """);

    [Fact]
    public async Task An_overlap_names_both_places()
    {
        const string Source = """
            [Layout(8)]
            public partial struct Entry
            {
                [Bit(0)]
                public partial bool First { readonly get; set; }

                [Bit(0)]
                public partial bool Second { readonly get; set; }
            }
            """;
        Diagnostic overlap = Assert.Single(await GeneratorRun.AnalyzeAsync(Source));
        Assert.Equal("'Second' shares bit 0 with 'First'; move one of them", overlap.GetMessage(null));
        Location other = Assert.Single(overlap.AdditionalLocations);
        Assert.Equal("First", Source.Substring(other.SourceSpan.Start, other.SourceSpan.Length));
    }

    // A compiler that misses the implementation of a partial member runs no analyzer: what kept it away must come from the generator.
    [Theory]
    [InlineData("[Layout(16)] public partial struct Entry { [Bits(16, 9)] public partial byte High { readonly get; set; } }", "DIG0007")]
    [InlineData("[RegisterBank(4)] public partial struct Device { [Register(4)] public partial uint Count { readonly get; set; } }", "DIG0046")]
    [InlineData("[CommandSet] public partial struct Command { public partial bool Flag { readonly get; set; } }", "DIG0070")]
    [InlineData("public partial struct Entry { [Bit(0)] public partial bool IsValid { readonly get; set; } }", "DIG0039")]
    public void What_leaves_a_member_without_implementation_is_told_by_the_generator(string source, string rule)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Diagnostic fault = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(rule, fault.Id);
        Assert.Equal("Declared.cs", fault.Location.GetLineSpan().Path);
        Assert.Contains(run.Output.GetDeclarationDiagnostics(TestContext.Current.CancellationToken), static missing => missing.Id == "CS9248");
    }

    [Theory]
    [InlineData("[Layout(8)] public partial struct Entry { [Bit(0)] public partial bool Flag { readonly get; set; } [HalfAccess(HalfAccess.CommitOnHigh)] public static partial byte Value { get; set; } }", "DIG0030")]
    [InlineData("[AvailableWhen(\"X\")] public partial struct Entry { public partial bool IsValid { readonly get; set; } }", "DIG0039")]
    [InlineData("[Command(1)] public partial struct Entry { public partial bool IsValid { readonly get; set; } }", "DIG0039")]
    public async Task Attributes_that_complete_nothing_are_reported(string source, string rule) =>
        Assert.Contains(await GeneratorRun.AnalyzeAsync(source), fault => fault.Id == rule);

    [Fact]
    public async Task A_static_member_that_another_generator_completes_is_not_reported() =>
        Assert.Empty(await GeneratorRun.AnalyzeAsync("[Layout(8)] public partial struct Entry { [Bit(0)] public partial bool Flag { readonly get; set; } public static partial byte Value { get; } }"));

    [Fact]
    public async Task Below_CSharp_13_one_error_says_so()
    {
        Diagnostic fault = Assert.Single(await GeneratorRun.AnalyzeAsync(Declarations.BigEndian, LanguageVersion.CSharp12));
        Assert.Equal("DIG0004", fault.Id);
    }

    private static async Task Verify(string marked)
    {
        Markup markup = Markup.Parse(marked);
        IReadOnlyList<Diagnostic> faults = await GeneratorRun.AnalyzeAsync(markup.Source);
        Assert.Equal(markup.Expected, faults.Select(static fault => (fault.Id, fault.Location.SourceSpan.Start, fault.Location.SourceSpan.Length)));
    }
}
