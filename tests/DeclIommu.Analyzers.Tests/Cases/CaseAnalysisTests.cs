using Microsoft.CodeAnalysis;
using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

public sealed class CaseAnalysisTests
{
    private const string Guarded = "class C { readonly object _gate = new(); [GuardedBy(nameof(_gate))] int _n; int M() => ";

    [Fact]
    public async Task A_case_with_the_right_marks_holds() => Assert.Empty(await CompareAsync(Guarded + "{|DIL0001:_n|}; }"));

    [Fact]
    public async Task A_diagnostic_without_a_mark_is_told()
    {
        Assert.Equal(["  reported DIL0001 on '_n' in line 1 of A.0.cs"], await CompareAsync(Guarded + "_n; }"));
    }

    [Fact]
    public async Task A_mark_without_a_diagnostic_is_told()
    {
        Assert.Equal(["  missing  DIL0002 on '0' in line 1 of A.0.cs"], await CompareAsync(Guarded + "{|DIL0002:0|}; }"));
    }

    [Fact]
    public async Task A_diagnostic_on_another_span_is_told()
    {
        Assert.Equal(
            ["  missing  DIL0001 on '_n + 1' in line 1 of A.0.cs", "  reported DIL0001 on '_n' in line 1 of A.0.cs"],
            await CompareAsync(Guarded + "{|DIL0001:_n + 1|}; }"));
    }

    private static Task<IReadOnlyList<string>> CompareAsync(string source) =>
        CaseAnalysis.CompareAsync(Assert.Single(CaseFile.Parse($"=== A |  | a case\n{source}")), "DIL", NullableContextOptions.Enable, TestContext.Current.CancellationToken);
}
