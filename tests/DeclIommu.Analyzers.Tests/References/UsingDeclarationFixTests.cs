using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class UsingDeclarationFixTests
{
    private const string Signature = "void M(Maker maker, Resource lent)";

    [Theory]
    [InlineData("Resource resource = maker.Make();\nresource.Use();", "using Resource resource = maker.Make();\nresource.Use();", Signature)]
    [InlineData("var resource = maker.MakeOrNull();\nresource?.Use();", "using var resource = maker.MakeOrNull();\nresource?.Use();", Signature)]
    [InlineData("Resource resource = maker.Make();\nresource.Use();\nresource.Dispose();", "using Resource resource = maker.Make();\nresource.Use();", Signature)]
    [InlineData("// ours\nvar owner = MemoryPool<byte>.Shared.Rent(16);\nowner.Memory.Span.Clear();", "// ours\nusing var owner = MemoryPool<byte>.Shared.Rent(16);\nowner.Memory.Span.Clear();", Signature)]
    [InlineData("Slow resource = maker.MakeSlow();\nresource.Use();", "await using Slow resource = maker.MakeSlow();\nresource.Use();", "async Task M(Maker maker)")]
    [InlineData("Resource resource = maker.Make();\nMaker.Work();\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}", "using Resource resource = maker.Make();\nMaker.Work();\nresource.Use();", Signature)]
    public async Task A_variable_becomes_a_using_declaration(string before, string after, string signature)
        => Assert.Equal(FixSource.Method(after, signature), await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), FixSource.Method(before, signature), "Dispose of '"));

    [Theory]
    [InlineData("Counted resource = maker.MakeCounted();\nresource.Use();")] // is released, not disposed of
    [InlineData("Slow resource = maker.MakeSlow();\nresource.Use();")] // nothing can be awaited
    [InlineData("byte[] buffer = ArrayPool<byte>.Shared.Rent(16);\nbuffer[0] = 1;")] // is returned to its pool
    [InlineData("Resource resource = maker.Make();\nif (resource.Use() == 0)\n{\n    _kept = resource;\n}")] // stored
    [InlineData("Resource resource = maker.Make();\nresource.Use();\nresource.Dispose();\nresource = lent;\nresource.Use();")] // set again
    public async Task Others_do_not(string body)
        => Assert.Null(await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), FixSource.Method(body), "Dispose of '"));
}
