using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class CheckAcquireFixTests
{
    [Theory]
    [InlineData("lent.TryAcquire();", "!lent.TryAcquire()")]
    [InlineData("_ = lent.TryAcquire();", "!lent.TryAcquire()")]
    [InlineData("lent.IsGone();", "lent.IsGone()")]
    [InlineData("lent.Acquire();", "lent.Acquire() != Outcome.Acquired")]
    [InlineData("lent.AcquireOrTell();", "lent.AcquireOrTell() is not null")]
    public async Task Every_form_of_success_is_checked(string call, string failure)
        => Assert.Equal(
            Checked("if (" + failure + ")\n{\n    return;\n}\n"),
            Blank(await FixRun.ApplyAsync(new CheckAcquireCodeFix(), Checked(call), "Return if the reference is not acquired")));

    [Fact]
    public async Task An_awaited_acquire_is_checked()
        => Assert.Equal(
            Checked("if (!await lent.TryAcquireAsync().ConfigureAwait(false))\n{\n    return;\n}\n", "async Task M(Resource lent)"),
            Blank(await FixRun.ApplyAsync(new CheckAcquireCodeFix(), Checked("await lent.TryAcquireAsync().ConfigureAwait(false);", "async Task M(Resource lent)"), "Return if")));

    [Theory]
    [InlineData("bool M(Resource lent)", "Return false if", "return false;", "\nreturn true;")]
    [InlineData("async Task<bool> M(Resource lent)", "Return false if", "return false;", "\nawait Task.Yield();\nreturn true;")]
    [InlineData("string? M(Resource lent)", "Return null if", "return null;", "\nreturn \"\";")]
    [InlineData("int M(Resource lent)", "Throw if", "throw new InvalidOperationException(\"No reference to 'lent' was acquired.\");", "\nreturn 1;")]
    [InlineData("static IEnumerable<int> M(Resource lent)", "Return if", "yield break;", "\nyield return 1;")]
    [InlineData("C(Resource lent)", "Throw if", "throw new InvalidOperationException(\"No reference to 'lent' was acquired.\");", "")]
    public async Task The_function_is_left_as_its_result_allows(string signature, string title, string exit, string rest)
    {
        string? result = await FixRun.ApplyAsync(new CheckAcquireCodeFix(), Checked("lent.TryAcquire();", signature, rest), title);
        Assert.Contains("        if (!lent.TryAcquire())\n        {\n            " + exit + "\n        }\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_kept_is_tested_where_it_is_kept()
        => Assert.Equal(
            Checked("bool hasIt = lent.TryAcquire();\nif (!hasIt)\n{\n    return;\n}\n"),
            Blank(await FixRun.ApplyAsync(new CheckAcquireCodeFix(), Checked("bool hasIt = lent.TryAcquire();"), "Return if")));

    [Theory]
    [InlineData("if (maker is null)\n    lent.TryAcquire();\nelse\n    Maker.Work();")] // the else would change its if
    [InlineData("Action later = () => lent.TryAcquire();\nlater();")] // no statement
    public async Task It_is_not_offered_where_no_statement_can_stand(string body)
        => Assert.Null(await FixRun.ApplyAsync(new CheckAcquireCodeFix(), FixSource.Method(body), ""));

    private static string Checked(string check, string signature = "void M(Resource lent)", string rest = "")
        => FixSource.Method(check + "\nlent.Dispose();" + rest, signature);

    // The blank line after an if is the author's.
    private static string? Blank(string? source) => source?.Replace("        }\n        lent", "        }\n\n        lent", StringComparison.Ordinal);
}
