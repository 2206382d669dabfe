using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Fixes applied to a document, a project and a solution at once.</summary>
public sealed class ReferenceFixAllTests
{
    public static TheoryData<FixAllScope> Scopes => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task References_of_one_block_are_released_in_blocks_within_each_other(FixAllScope scope) => await FixesAsync(
        new ReleaseInFinallyCodeFix(),
        "Release '",
        scope,
        FixSource.Method("Resource first = maker.Make();\nResource second = maker.Make();\nsecond.Use();\nfirst.Use();\nsecond.Dispose();\nfirst.Dispose();"),
        FixSource.Method("""
            Resource first = maker.Make();
            try
            {
                Resource second = maker.Make();
                try
                {
                    second.Use();
                    first.Use();
                }
                finally
                {
                    second.Dispose();
                }
            }
            finally
            {
                first.Dispose();
            }
            """));

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task All_variables_of_a_block_become_using_declarations(FixAllScope scope) => await FixesAsync(
        new UsingDeclarationCodeFix(),
        "Dispose of '",
        scope,
        FixSource.Method("Resource first = maker.Make();\nResource second = maker.Make();\nsecond.Use();\nfirst.Use();\nsecond.Dispose();"),
        FixSource.Method("using Resource first = maker.Make();\nusing Resource second = maker.Make();\nsecond.Use();\nfirst.Use();"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Every_acquire_is_checked(FixAllScope scope) => await FixesAsync(
        new CheckAcquireCodeFix(),
        "Return if",
        scope,
        FixSource.Method("lent.TryAcquire();\nlent.Acquire();\nlent.Dispose();\nlent.Dispose();"),
        FixSource.Method("if (!lent.TryAcquire())\n{\n    return;\n}\nif (lent.Acquire() != Outcome.Acquired)\n{\n    return;\n}\nlent.Dispose();\nlent.Dispose();"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Every_contract_is_declared_once(FixAllScope scope) => await FixesAsync(
        new AddOwnershipCodeFix(),
        "Declare ",
        scope,
        FixSource.With("class C\n{\n    Resource M(Maker maker, Resource given, bool asked)\n    {\n        if (asked)\n        {\n            given.Dispose();\n            return maker.Make();\n        }\n\n        given.Dispose();\n        return maker.Make();\n    }\n}\n"),
        FixSource.With("class C\n{\n    [ReturnsOwned]\n    Resource M(Maker maker, [Consumes] Resource given, bool asked)\n    {\n        if (asked)\n        {\n            given.Dispose();\n            return maker.Make();\n        }\n\n        given.Dispose();\n        return maker.Make();\n    }\n}\n"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Every_override_takes_its_contract(FixAllScope scope) => await FixesAsync(
        new OverrideOwnershipCodeFix(),
        "Take the ownership contract",
        scope,
        FixSource.With("abstract class B\n{\n    public abstract void Put([Consumes] Resource given);\n    public abstract void Lend(Resource given);\n}\n\nabstract class C : B\n{\n    public abstract override void Put([Borrows] Resource given);\n    public abstract override void Lend([Consumes] Resource given);\n}\n"),
        FixSource.With("abstract class B\n{\n    public abstract void Put([Consumes] Resource given);\n    public abstract void Lend(Resource given);\n}\n\nabstract class C : B\n{\n    public abstract override void Put([Consumes] Resource given);\n    public abstract override void Lend(Resource given);\n}\n"));

    // Three documents in two projects: how many of them change tells the scope.
    private static async Task FixesAsync(CodeFixProvider fix, string title, FixAllScope scope, string before, string after)
    {
        string other = Renamed(before, "Other");
        string[]? result = await FixRun.ApplyAllAsync(fix, scope, title, [before, other], [before]);
        Assert.NotNull(result);
        Assert.Equal(after, result[0]);
        Assert.Equal(scope is FixAllScope.Document ? other : Renamed(after, "Other"), result[1]);
        Assert.Equal(scope is FixAllScope.Solution ? after : before, result[2]);
    }

    private static string Renamed(string source, string space) => source.Replace("public enum Outcome", $"namespace {space};\n\npublic enum Outcome", StringComparison.Ordinal);
}
