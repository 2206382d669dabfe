using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class AddOwnershipFixTests
{
    [Theory]
    [InlineData("{}Resource M(Maker maker) => maker.Make();", "[ReturnsOwned]", "[ReturnsOwned] on 'M'")]
    [InlineData("{}Resource M(Maker maker)\n    {\n        Resource made = maker.Make();\n        made.Use();\n        return made;\n    }", "[ReturnsOwned]", "[ReturnsOwned] on 'M'")]
    [InlineData("{}Resource Made => Store.Make();\n\n    Maker Store { get; } = null!;", "[ReturnsOwned]", "[ReturnsOwned] on 'Made'")]
    [InlineData("{}Resource? M(Maker maker, bool asked) => asked ? maker.Make() : null;", "[ReturnsOwned]", "[ReturnsOwned] on 'M'")]
    public async Task A_member_that_returns_what_it_acquired_says_so(string member, string attribute, string title) => await DeclaresAsync(member, attribute, title);

    [Theory]
    [InlineData("void M(Maker maker, {}out Resource made) => made = maker.Make();", "[Owned] on 'made'")]
    [InlineData("bool M(Maker maker, {}out Resource made)\n    {\n        Resource result = maker.Make();\n        made = result;\n        return true;\n    }", "[Owned] on 'made'")]
    public async Task An_out_parameter_that_gives_what_was_acquired_says_so(string member, string title)
        => Assert.Equal(
            Class(member.Replace("{}", "[Owned] ", StringComparison.Ordinal)),
            await FixRun.ApplyAsync(new AddOwnershipCodeFix(), Class(member.Replace("{}", "", StringComparison.Ordinal)), "Declare " + title));

    [Theory]
    [InlineData("{}Resource _held;\n\n    public C(Maker maker) => _held = maker.Make();\n\n    public void Dispose() => _held.Dispose();", "[Owned]", "[Owned] on '_held'")]
    [InlineData("{}Resource? Held { get; set; }\n\n    public void Set(Maker maker)\n    {\n        Held?.Dispose();\n        Resource made = maker.Make();\n        Held = made;\n    }\n\n    public void Dispose() => Held?.Dispose();", "[field: Owned]", "[field: Owned] on 'Held'")]
    public async Task A_field_that_keeps_what_was_acquired_says_so(string member, string attribute, string title) => await DeclaresAsync(member, attribute, title, " : IDisposable");

    [Theory]
    [InlineData("void M({}Resource given) => given.Dispose();")]
    [InlineData("void M(int number, {}Resource? given)\n    {\n        given?.Dispose();\n    }")]
    [InlineData("[ReturnsOwned]\n    Resource M({}Resource given) => given;")]
    public async Task A_parameter_that_is_released_or_handed_on_is_consumed(string member)
        => Assert.Equal(
            Class(member.Replace("{}", "[Consumes] ", StringComparison.Ordinal)),
            await FixRun.ApplyAsync(new AddOwnershipCodeFix(), Class(member.Replace("{}", "", StringComparison.Ordinal)), "Declare [Consumes] on 'given'"));

    [Theory]
    [InlineData("class D : C { public override Resource Get(Maker maker) => maker.Make(); }\n\nabstract class C { public abstract Resource Get(Maker maker); }")] // callers of the base would not know
    [InlineData("class D : C { public override void Put(Resource given) => given.Dispose(); }\n\nabstract class C { public abstract void Put(Resource given); }")]
    [InlineData("class C { static void Put([Borrows] Resource given) => given.Dispose(); }")] // it says the opposite
    [InlineData("class C { [ReturnsBorrowed] static Resource Get(Maker maker) => maker.Make(); }")]
    [InlineData("class C { static void Put(Maker maker) { Resource made = maker.Make(); made.Use(); } }")] // it goes nowhere
    public async Task Nothing_is_declared_against_what_others_see(string declarations)
        => Assert.Null(await FixRun.ApplyAsync(new AddOwnershipCodeFix(), FixSource.With(declarations), ""));

    private static async Task DeclaresAsync(string member, string attribute, string title, string bases = "")
        => Assert.Equal(
            Class(member.Replace("{}", attribute + "\n    ", StringComparison.Ordinal), bases),
            await FixRun.ApplyAsync(new AddOwnershipCodeFix(), Class(member.Replace("{}", "", StringComparison.Ordinal), bases), "Declare " + title));

    private static string Class(string member, string bases = "") => FixSource.With("class C" + bases + "\n{\n    " + member + "\n}\n");
}
