using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class ReferenceFixTests
{
    private const string Head = "using System;\nusing System.Threading;\nusing DeclIommu.Contracts;\n\n";

    private const string Resource = """
        [ReferenceCounted]
        public abstract class Resource : IDisposable
        {
            [TryAcquiresReference(true)] public abstract bool TryAcquire();
            [ReleasesReference] public abstract void Dispose();
            public abstract int Use();
        }

        public abstract class Maker
        {
            [ReturnsOwned] public abstract Resource Make();
        }


        """;

    [Fact]
    public async Task A_reference_is_released_in_a_finally_block()
        => Assert.Equal(
            Source("        Resource resource = maker.Make();\n        try\n        {\n            resource.Use();\n        }\n        finally\n        {\n            resource.Dispose();\n        }\n"),
            await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), Source("        Resource resource = maker.Make();\n        resource.Use();\n"), "Release 'resource'"));

    [Fact]
    public async Task A_release_that_an_exception_skips_moves_into_the_finally_block()
        => Assert.Equal(
            Source("        Resource resource = maker.Make();\n        try\n        {\n            resource.Use();\n        }\n        finally\n        {\n            resource.Dispose();\n        }\n"),
            await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), Source("        Resource resource = maker.Make();\n        resource.Use();\n        resource.Dispose();\n"), "Release 'resource'"));

    [Fact]
    public async Task A_variable_becomes_a_using_declaration()
        => Assert.Equal(
            Source("        using Resource resource = maker.Make();\n        resource.Use();\n"),
            await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), Source("        Resource resource = maker.Make();\n        resource.Use();\n"), "Dispose of 'resource'"));

    [Fact]
    public async Task A_reference_that_is_kept_on_a_path_is_left_alone()
    {
        string source = Source("        Resource resource = maker.Make();\n        if (resource.Use() == 0)\n        {\n            _kept = resource;\n        }\n");
        Assert.Null(await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), source, "Dispose"));
        Assert.Null(await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), source, "Release"));
    }

    [Fact]
    public async Task A_conditional_acquire_is_checked()
        => Assert.Equal(
            Source("        if (!lent.TryAcquire())\n        {\n            return;\n        }\n\n        lent.Dispose();\n"),
            (await FixRun.ApplyAsync(new CheckAcquireCodeFix(), Source("        lent.TryAcquire();\n        lent.Dispose();\n"), "Return if"))?.Replace("        }\n        lent", "        }\n\n        lent", StringComparison.Ordinal));

    private static string Source(string body) => Head + Resource.ReplaceLineEndings("\n") + "class C\n{\n    Resource? _kept;\n\n    public object? Kept => _kept;\n\n    void M(Maker maker, Resource lent)\n    {\n" + body + "    }\n}\n";
}
