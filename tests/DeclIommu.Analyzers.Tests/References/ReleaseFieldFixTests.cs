using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class ReleaseFieldFixTests
{
    private const string Block = "public void Dispose()\n    {\n        _uses++;\n    }";

    [Theory]
    [InlineData("Resource _held", Block, "public void Dispose()\n    {\n        _uses++;\n        _held.Dispose();\n    }", "Release '_held' in 'Dispose'")]
    [InlineData("Resource? _held", Block, "public void Dispose()\n    {\n        _uses++;\n        _held?.Dispose();\n    }", "Release '_held' in 'Dispose'")]
    [InlineData("Counted _held", Block, "public void Dispose()\n    {\n        _uses++;\n        _held.Release();\n    }", "Release '_held' in 'Dispose'")]
    [InlineData("System.IO.Stream _held", Block, "public void Dispose()\n    {\n        _uses++;\n        _held.Dispose();\n    }", "Release '_held' in 'Dispose'")]
    [InlineData("Resource _held", "public void Dispose() => GC.SuppressFinalize(this);", "public void Dispose()\n    {\n        GC.SuppressFinalize(this);\n        _held.Dispose();\n    }", "Release '_held' in 'Dispose'")]
    [InlineData("Resource _held", "public void Dispose()\n    {\n    }\n\n    public void Use() => _held.Use();", "public void Dispose()\n    {\n        _held.Dispose();\n    }\n\n    public void Use() => _held.Use();", "Release '_held' in 'Dispose'")]
    public async Task The_disposal_releases_what_it_left_alone(string field, string before, string after, string title)
        => Assert.Equal(Class(field, after), await FixRun.ApplyAsync(new ReleaseFieldCodeFix(), Class(field, before), title));

    [Theory]
    [InlineData("Last _held", Block)] // the last release leaves the clean-up to its caller
    [InlineData("Slow _held", Block)] // nothing can be awaited
    [InlineData("List<Resource> _held", Block)] // one by one
    [InlineData("Resource _held", "bool _asked = true;\n\n    public void Dispose()\n    {\n        if (_asked)\n        {\n            _held.Dispose();\n        }\n    }")] // on one path
    [InlineData("Resource _held", "public void Dispose()\n    {\n        Maker.Work();\n        return;\n    }")] // the end is not reached
    [InlineData("Resource _held", "public void Dispose() => throw new InvalidOperationException();")]
    [InlineData("Resource _held", "public void Dispose() => Dispose(true);\n\n    void Dispose(bool disposing)\n    {\n        Maker.Work();\n    }")] // which of the two?
    public async Task Nothing_is_added_where_it_would_be_wrong(string field, string disposal)
        => Assert.Null(await FixRun.ApplyAsync(new ReleaseFieldCodeFix(), Class(field, disposal), ""));

    [Fact]
    public async Task All_fields_are_released_in_their_order()
        => Assert.Equal(
            Class("Resource _first = null!;\n\n    [Owned] readonly Resource _held", "public void Dispose()\n    {\n        _first.Dispose();\n        _held.Dispose();\n    }"),
            await FixRun.ApplyAllAsync(new ReleaseFieldCodeFix(), Class("Resource _first = null!;\n\n    [Owned] readonly Resource _held", "public void Dispose()\n    {\n    }"), "Release '"));

    private static string Class(string field, string disposal) => FixSource.With("class C : IDisposable\n{\n    [Owned] readonly " + field + " = null!;\n    int _uses;\n\n    " + disposal + "\n}\n");
}
