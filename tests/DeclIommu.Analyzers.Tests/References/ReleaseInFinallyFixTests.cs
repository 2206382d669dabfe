using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class ReleaseInFinallyFixTests
{
    [Theory]
    [InlineData("Resource resource = maker.Make();", "resource.Dispose();")]
    [InlineData("Counted resource = maker.MakeCounted();", "resource.Release();")]
    public async Task A_reference_is_released_in_a_finally_block_whatever_the_release_answers(string declaration, string release)
        => await FixesAsync(declaration + "\nresource.Use();", $$"""
            {{declaration}}
            try
            {
                resource.Use();
            }
            finally
            {
                {{release}}
            }
            """);

    [Theory]
    [InlineData("Resource resource = maker.Make();", "resource.Dispose();")]
    [InlineData("Counted resource = maker.MakeCounted();", "resource.Release();")]
    [InlineData("Counted resource = maker.MakeCounted();", "_ = resource.Release();")]
    public async Task A_release_that_an_exception_skips_moves_as_it_is(string declaration, string release)
        => await FixesAsync(declaration + "\nresource.Use();\n" + release, $$"""
            {{declaration}}
            try
            {
                resource.Use();
            }
            finally
            {
                {{release}}
            }
            """);

    [Fact]
    public async Task A_release_is_awaited_where_it_can_be()
        => await FixesAsync("Slow resource = maker.MakeSlow();\nresource.Use();\nawait resource.DisposeAsync();", """
            Slow resource = maker.MakeSlow();
            try
            {
                resource.Use();
            }
            finally
            {
                await resource.DisposeAsync();
            }
            """, "async Task M(Maker maker)");

    [Fact]
    public async Task A_release_that_must_be_awaited_is_not_put_where_nothing_can_be()
        => await IsNotOfferedAsync("Slow resource = maker.MakeSlow();\nresource.Use();");

    [Fact]
    public async Task A_variable_that_may_be_null_is_released_if_it_is_not()
        => await FixesAsync("Resource? resource = maker.MakeOrNull();\nresource?.Use();", """
            Resource? resource = maker.MakeOrNull();
            try
            {
                resource?.Use();
            }
            finally
            {
                resource?.Dispose();
            }
            """);

    [Fact]
    public async Task Every_release_on_the_way_goes()
        => await FixesAsync("""
            Resource resource = maker.Make();
            if (resource.Use() == 0)
            {
                resource.Dispose();
                return;
            }

            Maker.Work();
            resource.Dispose();
            """, """
            Resource resource = maker.Make();
            try
            {
                if (resource.Use() == 0)
                {
                    return;
                }

                Maker.Work();
            }
            finally
            {
                resource.Dispose();
            }
            """);

    [Fact]
    public async Task A_finally_block_that_comes_too_late_begins_earlier()
        => await FixesAsync("""
            Resource resource = maker.Make();
            Maker.Work();
            try
            {
                resource.Use();
            }
            finally
            {
                resource.Dispose();
            }
            """, """
            Resource resource = maker.Make();
            try
            {
                Maker.Work();
                resource.Use();
            }
            finally
            {
                resource.Dispose();
            }
            """);

    [Theory]
    [InlineData("byte[] buffer = ArrayPool<byte>.Shared.Rent(16);\nbuffer[0] = 1;", "ArrayPool<byte>.Shared.Return(buffer);")]
    [InlineData("GCHandle buffer = GCHandle.Alloc(maker);\nMaker.Work();", "buffer.Free();")]
    [InlineData("IntPtr buffer = Marshal.AllocHGlobal(16);\nMarshal.WriteByte(buffer, 1);", "Marshal.FreeHGlobal(buffer);")]
    [InlineData("byte* buffer = (byte*)NativeMemory.Alloc(16);\n*buffer = 1;", "NativeMemory.Free(buffer);")]
    [InlineData("byte* buffer = (byte*)NativeMemory.AlignedAlloc(16, 16);\n*buffer = 1;", "NativeMemory.AlignedFree(buffer);")]
    [InlineData("IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(16);\nbuffer.Memory.Span.Clear();", "buffer.Dispose();")]
    public async Task What_a_known_pair_gives_is_given_back_in_a_finally_block(string lines, string release)
    {
        string[] line = lines.Split('\n');
        await FixesAsync(lines, $$"""
            {{line[0]}}
            try
            {
                {{line[1]}}
            }
            finally
            {
                {{release}}
            }
            """);
    }

    [Fact]
    public async Task How_an_array_is_returned_stays()
        => await FixesAsync("IntPtr first = Marshal.AllocHGlobal(8);\nbyte[] buffer = ArrayPool<byte>.Shared.Rent(16);\nMarshal.Copy(buffer, 0, first, 8);\nArrayPool<byte>.Shared.Return(buffer, clearArray: true);\nMarshal.FreeHGlobal(first);", """
            IntPtr first = Marshal.AllocHGlobal(8);
            try
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
                Marshal.Copy(buffer, 0, first, 8);
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
            finally
            {
                Marshal.FreeHGlobal(first);
            }
            """);

    [Theory]
    [InlineData("Resource resource = maker.Make();\nif (resource.Use() == 0)\n{\n    _kept = resource;\n}")] // stored
    [InlineData("Last resource = maker.MakeLast();\nresource.Use();")] // the answer of the release must be looked at
    [InlineData("Resource resource = maker.Make();\nif (resource.Use() == 0)\n    resource.Dispose();")] // a release that cannot be taken out
    [InlineData("Counted resource = maker.MakeCounted();\nif (resource.Use() == 0)\n{\n    if (resource.Release() == 0)\n    {\n        Maker.Work();\n    }\n}")] // a release that is looked at
    [InlineData("Resource resource = maker.Make();")] // nothing follows
    [InlineData("byte[] buffer = ArrayPool<byte>.Shared.Rent(16);\nif (lent.Use() == 0)\n{\n    Maker.Keep(buffer);\n}")] // who answers may answer that he took it
    [InlineData("Resource resource = maker.Make();\nif (lent.Use() == 0)\n{\n    Action later = () => { resource.Dispose(); };\n    later();\n}")] // captured
    public async Task It_is_not_offered_where_it_would_break_the_code(string body) => await IsNotOfferedAsync(body);

    private static async Task FixesAsync(string before, string after, string signature = "void M(Maker maker, Resource lent)")
        => Assert.Equal(FixSource.Method(after, signature), await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), FixSource.Method(before, signature), "Release '"));

    private static async Task IsNotOfferedAsync(string body)
        => Assert.Null(await FixRun.ApplyAsync(new ReleaseInFinallyCodeFix(), FixSource.Method(body), "Release '"));
}
