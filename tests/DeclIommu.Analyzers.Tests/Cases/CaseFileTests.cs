using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

public sealed class CaseFileTests
{
    [Fact]
    public void Marks_are_taken_out_of_the_source_and_may_nest()
    {
        var source = CaseSource.Parse("a.cs", "int M() => {|DIL0003:{|DIL0001:_p|}.X|};");

        Assert.Equal("int M() => _p.X;", source.Text);
        Assert.Equal(
            [new ExpectedDiagnostic("DIL0001", "a.cs", new TextSpan(11, 2)), new ExpectedDiagnostic("DIL0003", "a.cs", new TextSpan(11, 4))],
            source.Expected);
    }

    [Fact]
    public void A_closing_brace_can_be_marked()
    {
        var source = CaseSource.Parse("a.cs", "void M() { {|DIL0008:}|}");

        Assert.Equal("void M() { }", source.Text);
        Assert.Equal([new ExpectedDiagnostic("DIL0008", "a.cs", new TextSpan(11, 1))], source.Expected);
    }

    [Theory]
    [InlineData("{|DIL0001:x")]
    [InlineData("x|}")]
    [InlineData("{|nothing:x|}")]
    [InlineData("{|DIL00x1:x|}")]
    public void A_broken_mark_is_refused(string source) => Assert.Throws<FormatException>(() => CaseSource.Parse("a.cs", source));

    [Fact]
    public void A_case_has_an_id_flags_a_description_options_and_sources()
    {
        var row = Assert.Single(CaseFile.Parse("""
            === CS-043 | goal=none | a contract from metadata
            --- option decliommu.pure_calls = true
            --- library
            public class Library;
            --- file
            class First;
            --- file
            class Second;
            """));

        Assert.Equal("CS-043", row.Id);
        Assert.True(row.IsGoal);
        Assert.Equal("a contract from metadata", row.Description);
        Assert.Equal("true", row.Options["decliommu.pure_calls"]);
        Assert.Equal("public class Library;", row.Library!.Text);
        Assert.Equal(["class First;", "class Second;"], row.Files.Select(static file => file.Text));
    }

    [Fact]
    public void Cases_follow_one_another_in_a_file()
    {
        var rows = CaseFile.Parse("=== A |  | first\nclass A;\n=== B |  | second\nclass B;\n");

        Assert.Equal(["A", "B"], rows.Select(static row => row.Id));
        Assert.All(rows, static row => Assert.False(row.IsGoal));
    }

    [Theory]
    [InlineData("=== A | no description\nclass A;")]
    [InlineData("=== A |  | no source\n")]
    [InlineData("=== A |  | unknown section\n--- folder\nclass A;")]
    public void A_broken_case_is_refused(string text) => Assert.Throws<FormatException>(() => CaseFile.Parse(text));
}
