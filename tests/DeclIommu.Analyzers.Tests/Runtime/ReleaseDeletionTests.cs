using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>What the mutants of the runtime leave out, on each way to give something back.</summary>
public sealed class ReleaseDeletionTests
{
    [Fact]
    public void A_release_and_what_consumes_go_each_alone()
        => Assert.Equal(
            ["void M(R r) { System.GC.KeepAlive(null); Take(r); }", "void M(R r) { r.Release(); System.GC.KeepAlive(null); }"],
            Bodies("void M(R r) { r.Release(); Take(r); }"));

    [Fact]
    public void A_result_that_is_asked_for_says_that_it_was_not_the_last()
        => Assert.Equal(["bool M(R r) { if (false) { return true; } return false; }"], Bodies("bool M(R r) { if (r.TryRelease()) { return true; } return false; }"));

    [Fact]
    public void A_conditional_call_goes_as_a_whole()
        => Assert.Equal(["void M(R? r) { System.GC.KeepAlive(null); }"], Bodies("void M(R? r) { r?.Release(); }"));

    [Fact]
    public void A_using_goes_where_what_it_disposes_of_is_given_as_owned()
        => Assert.Equal(["void M() { var scope = Open(); using var other = new System.IO.MemoryStream(); }"], Bodies("void M() { using var scope = Open(); using var other = new System.IO.MemoryStream(); }"));

    [Fact]
    public void The_disposal_of_an_owned_field_goes_and_that_of_another_stays()
        => Assert.Equal(["void M() { System.GC.KeepAlive(null); _lent?.Dispose(); }"], Bodies("void M() { _owned?.Dispose(); _lent?.Dispose(); }"));

    [Fact]
    public void The_disposal_of_a_parameter_that_was_taken_over_goes_and_that_of_another_stays()
        => Assert.Equal(
            ["void M([Consumes] System.IO.Stream own, System.IO.Stream lent) { System.GC.KeepAlive(null); lent.Dispose(); }"],
            Bodies("void M([Consumes] System.IO.Stream own, System.IO.Stream lent) { own.Dispose(); lent.Dispose(); }"));

    [Fact]
    public void A_closing_of_what_was_taken_over_goes_whatever_it_returns()
        => Assert.Equal(["void M([Consumes] Door own, Door lent) { System.GC.KeepAlive(null); lent.Close(); }"], Bodies("void M([Consumes] Door own, Door lent) { own.Close(); lent.Close(); }"));

    [Theory]
    [InlineData("void Dispose() { Count(); End(); } void End() { Take(new R()); } int Count() => 1;", "void Dispose() { Count(); System.GC.KeepAlive(null); } void End() { Take(new R()); } int Count() => 1;")]
    [InlineData("void Dispose() => Close(); int Close() { End(); return 1; } void End() { Take(new R()); }", "void Dispose() => System.GC.KeepAlive(null); int Close() { End(); return 1; } void End() { Take(new R()); }", "void Dispose() => Close(); int Close() { System.GC.KeepAlive(null); return 1; } void End() { Take(new R()); }")]
    [InlineData("void Other() => End(); void End() { Take(new R()); }")]
    [InlineData("void Dispose() => End(); protected virtual void End() { } } class D : C { protected override void End() { new R().Release(); }", "void Dispose() => System.GC.KeepAlive(null); protected virtual void End() { } } class D : C { protected override void End() { new R().Release(); }")]
    public void A_step_of_a_disposal_to_a_member_that_gives_something_back_goes(string member, params string[] mutants)
        => Assert.Equal(mutants, Bodies(member, new DisposalStepDeletion()));

    [Fact]
    public void What_makes_something_of_what_it_takes_over_is_no_release()
        => Assert.Empty(Bodies("object M(R r) => Wrap(r);"));

    private static IEnumerable<string> Bodies(string member) => Bodies(member, new ReleaseDeletion());

    private static IEnumerable<string> Bodies(string member, IDeletion deletion)
    {
        const string Head = """
            using System; using DeclIommu.Contracts;
            class Door : IDisposable { public int Close() => 1; public void Dispose() { } } [ReferenceCounted] class R { [ReleasesReference] public void Release() { } [ReleasesReference] public bool TryRelease() => true; }
            class C { [Owned] System.IO.Stream? _owned; System.IO.Stream? _lent; void Take([Consumes] R r) { } object Wrap([Consumes] R r) => r; [return: ReturnsOwned] System.IO.Stream Open() => null!;
            """;
        CSharpCompilation compilation = AnalyzerRun.Compile($"{Head} {member} }}", NullableContextOptions.Enable);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), static fault => fault.Severity == DiagnosticSeverity.Error);
        return deletion.Of(compilation.GetSemanticModel(compilation.SyntaxTrees[0])).Select(static mutant => mutant.Changed.ToFullString()[Head.Length..^1].Trim()).ToArray();
    }
}
