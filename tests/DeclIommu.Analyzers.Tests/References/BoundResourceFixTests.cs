using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Fixes of references that a variable gets otherwise than by its initializer.</summary>
public sealed class BoundResourceFixTests
{
    [Theory]
    [InlineData("Resource resource;\nMaker.Work();\nresource = maker.Make();\nresource.Use();", "Resource resource;\nMaker.Work();\nresource = maker.Make();\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}")]
    [InlineData("Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n    resource.Use();\n}", "Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n    try\n    {\n        resource.Use();\n    }\n    finally\n    {\n        resource?.Dispose();\n    }\n}")]
    [InlineData("byte[] buffer;\nwhile (lent.Use() > 0)\n{\n    buffer = ArrayPool<byte>.Shared.Rent(16);\n    buffer[0] = 1;\n}", "byte[] buffer;\nwhile (lent.Use() > 0)\n{\n    buffer = ArrayPool<byte>.Shared.Rent(16);\n    try\n    {\n        buffer[0] = 1;\n    }\n    finally\n    {\n        ArrayPool<byte>.Shared.Return(buffer);\n    }\n}")]
    [InlineData("Resource resource = lent;\nresource.Use();\nresource = maker.Make();\nresource.Use();", null)] // it is another's before
    [InlineData("Resource resource;\nmaker.Give(out resource);\nresource.Use();", "Resource resource;\nmaker.Give(out resource);\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}")]
    [InlineData("maker.Give(out var resource);\nresource.Use();", "maker.Give(out var resource);\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}")]
    public async Task A_later_assignment_gives_the_reference(string before, string? after) => await ReleasesAsync(before, after);

    [Theory]
    [InlineData("Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n}\n\nresource?.Use();", "Resource? resource = null;\ntry\n{\n    if (lent.Use() > 0)\n    {\n        resource = maker.Make();\n    }\n\n    resource?.Use();\n}\nfinally\n{\n    resource?.Dispose();\n}")]
    [InlineData("byte[]? buffer = null;\nif (lent.Use() > 0)\n{\n    buffer = ArrayPool<byte>.Shared.Rent(16);\n}\n\nMaker.Work();\nSpan<byte> bytes = buffer;\nbytes.Clear();", "byte[]? buffer = null;\ntry\n{\n    if (lent.Use() > 0)\n    {\n        buffer = ArrayPool<byte>.Shared.Rent(16);\n    }\n\n    Maker.Work();\n    Span<byte> bytes = buffer;\n    bytes.Clear();\n}\nfinally\n{\n    if (buffer is not null)\n    {\n        ArrayPool<byte>.Shared.Return(buffer);\n    }\n}")]
    [InlineData("byte[]? buffer = null;\nif (lent.Use() > 0)\n{\n    buffer = ArrayPool<byte>.Shared.Rent(16);\n}\n\nif (lent.Use() > 9)\n{\n    throw new InvalidOperationException();\n}\n\nif (buffer != null)\n{\n    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);\n}", "byte[]? buffer = null;\ntry\n{\n    if (lent.Use() > 0)\n    {\n        buffer = ArrayPool<byte>.Shared.Rent(16);\n    }\n\n    if (lent.Use() > 9)\n    {\n        throw new InvalidOperationException();\n    }\n}\nfinally\n{\n    if (buffer != null)\n    {\n        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);\n    }\n}")]
    [InlineData("Resource? resource = null;\nwhile (lent.Use() > 0)\n{\n    resource = maker.Make();\n    break;\n}\n\nresource?.Use();", null)] // a second would take the place of the first
    [InlineData("Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n}\nelse\n{\n    resource = maker.Make();\n}\n\nresource.Use();", null)] // set in two places
    [InlineData("Resource resource;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n}\nelse\n{\n    return;\n}\n\nresource.Use();", null)] // nothing says that it has a value where the block begins
    [InlineData("byte* buffer = null;\nif (lent.Use() > 0)\n{\n    buffer = (byte*)NativeMemory.Alloc(16);\n}\n\nif (buffer != null)\n{\n    *buffer = 1;\n}", null)] // a pointer
    public async Task What_a_nested_statement_gives_is_released_from_the_declaration_on(string before, string? after) => await ReleasesAsync(before, after);

    [Theory]
    [InlineData("if (maker.TryMake(out Resource? resource))\n{\n    resource.Use();\n}", "if (maker.TryMake(out Resource? resource))\n{\n    try\n    {\n        resource.Use();\n    }\n    finally\n    {\n        resource.Dispose();\n    }\n}")]
    [InlineData("if (lent.Use() > 0 && maker.TryMake(out var resource))\n{\n    resource.Use();\n    resource.Dispose();\n}", "if (lent.Use() > 0 && maker.TryMake(out var resource))\n{\n    try\n    {\n        resource.Use();\n    }\n    finally\n    {\n        resource.Dispose();\n    }\n}")]
    [InlineData("if (!maker.TryMake(out var resource))\n{\n    return;\n}\n\nresource.Use();", "if (!maker.TryMake(out var resource))\n{\n    return;\n}\n\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}")]
    [InlineData("if (maker.Fails(out Resource? resource))\n{\n    return;\n}\n\nresource!.Use();", "if (maker.Fails(out Resource? resource))\n{\n    return;\n}\n\ntry\n{\n    resource!.Use();\n}\nfinally\n{\n    resource?.Dispose();\n}")]
    [InlineData("if (maker.MakeOrNull() is { } resource)\n{\n    resource.Use();\n}", "if (maker.MakeOrNull() is { } resource)\n{\n    try\n    {\n        resource.Use();\n    }\n    finally\n    {\n        resource.Dispose();\n    }\n}")]
    [InlineData("if (lent.Use() == 0 || maker.MakeOrNull() is not Resource resource)\n{\n    return;\n}\n\nresource.Use();", "if (lent.Use() == 0 || maker.MakeOrNull() is not Resource resource)\n{\n    return;\n}\n\ntry\n{\n    resource.Use();\n}\nfinally\n{\n    resource.Dispose();\n}")]
    [InlineData("if (maker.TryMake(out var resource) && lent.Use() > 0)\n{\n    resource.Use();\n}", null)] // acquired also where the block is not entered
    [InlineData("if (maker.MakeOrNull() is not { } resource || lent.Use() == 0)\n{\n    return;\n}\n\nresource.Use();", null)] // acquired also where the function is left
    [InlineData("if (!maker.TryMake(out var resource))\n{\n    Maker.Work();\n}\n\nlent.Use();", null)] // reached without it too
    [InlineData("if (maker.MakeOrNull() is Special resource)\n{\n    resource.Use();\n}", null)] // what is no such one has no name
    [InlineData("if (maker.MakeOrNull() is { } resource)\n{\n    _kept = resource;\n    Maker.Work();\n    _kept = null;\n}", null)] // stored
    public async Task A_condition_gives_the_reference(string before, string? after) => await ReleasesAsync(before, after);

    [Theory]
    [InlineData("Resource resource;\nMaker.Work();\nresource = maker.Make();\nresource.Use();", "Maker.Work();\nusing Resource resource = maker.Make();\nresource.Use();")]
    [InlineData("Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.MakeOrNull();\n    resource?.Use();\n    resource?.Dispose();\n}", "if (lent.Use() > 0)\n{\n    using Resource? resource = maker.MakeOrNull();\n    resource?.Use();\n}")]
    [InlineData("if (maker.TryMake(out var resource))\n{\n    resource.Use();\n}", "if (maker.TryMake(out var resource))\n{\n    using (resource)\n    {\n        resource.Use();\n    }\n}")]
    [InlineData("if (maker.MakeOrNull() is not { } resource)\n{\n    return;\n}\n\nresource.Use();\nresource.Dispose();", "if (maker.MakeOrNull() is not { } resource)\n{\n    return;\n}\n\nusing (resource)\n{\n    resource.Use();\n}")]
    [InlineData("Resource? resource = null;\nif (lent.Use() > 0)\n{\n    resource = maker.Make();\n}\n\nresource?.Use();", null)] // set after its declaration, needed after the block
    [InlineData("Resource resource;\nresource = maker.Make();\nresource.Use();\nresource.Dispose();\nresource = lent;\nresource.Use();", null)] // set again
    public async Task It_is_disposed_of_where_its_block_ends(string before, string? after)
        => Assert.Equal(after is null ? null : FixSource.Method(after), await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), FixSource.Method(before), "Dispose of '"));

    [Fact]
    public async Task An_asynchronous_disposal_of_what_a_condition_gives_is_awaited()
        => Assert.Equal(
            FixSource.Method("if (maker.MakeSlow() is { } slow)\n{\n    await using (slow)\n    {\n        slow.Use();\n    }\n}", "async Task M(Maker maker)"),
            await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), FixSource.Method("if (maker.MakeSlow() is { } slow)\n{\n    slow.Use();\n}", "async Task M(Maker maker)"), "Dispose of '"));

    [Theory]
    [InlineData("_kept = maker.Make();\nMaker.Work();")]
    [InlineData("Resource resource = maker.Make();\n_kept = resource;\nMaker.Work();")]
    [InlineData("Resource resource;\nresource = maker.Make();\n_kept = resource;\nMaker.Work();")]
    public async Task What_a_field_keeps_is_not_released_where_it_is_stored_but_the_field_declared_to_own_it(string body)
    {
        string source = FixSource.Method(body);
        Assert.Null(await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), source, "Release '"));
        Assert.Null(await FixRun.ApplyAsync(new UsingDeclarationCodeFix(), source, "Dispose of '"));
        Assert.Equal(source.Replace("    Resource? _kept;", "    [Owned]\n    Resource? _kept;", StringComparison.Ordinal), await FixRun.ApplyAsync(new AddOwnershipCodeFix(), source, "Declare [Owned]"));
    }

    [Fact]
    public async Task Fixes_of_variables_set_later_come_together_in_one_block()
    {
        string source = FixSource.Method("Resource first;\nfirst = maker.Make();\nfirst.Use();\nResource second;\nsecond = maker.Make();\nsecond.Use();");
        Assert.Equal(
            FixSource.Method("using Resource first = maker.Make();\nfirst.Use();\nusing Resource second = maker.Make();\nsecond.Use();"),
            await FixRun.ApplyAllAsync(new UsingDeclarationCodeFix(), source, "Dispose of '"));
    }

    private static async Task ReleasesAsync(string before, string? after)
        => Assert.Equal(after is null ? null : FixSource.Method(after), await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), FixSource.Method(before), "Release '"));
}
