using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.References;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class OverrideOwnershipFixTests
{
    [Theory]
    [InlineData("void Put([Consumes(OnThrow = true)] Resource given)", "void Put([Borrows] Resource given)", "void Put([Consumes(OnThrow = true)] Resource given)")]
    [InlineData("void Put(Resource given)", "void Put([Consumes] Resource given)", "void Put(Resource given)")]
    [InlineData("[ReturnsOwned]\n    ;Resource Get()", "[ReturnsBorrowed]\n    ;Resource Get()", "[ReturnsOwned]\n    ;Resource Get()")]
    public async Task An_override_takes_the_contract_of_what_it_stands_in_for(string promised, string own, string result)
        => Assert.Equal(Pair(promised, result), await FixRun.ApplyAsync(new OverrideOwnershipCodeFix(), Pair(promised, own), "Take the ownership contract of 'B.'".TrimEnd('\'')));

    [Theory]
    [InlineData("void Put(Resource given)", "void Put([Consumes] Resource given)")]
    [InlineData(";Resource Get()", "[ReturnsOwned]\n    ;Resource Get()")]
    public async Task A_base_that_says_nothing_takes_the_contract_of_its_override(string silent, string own)
        => Assert.Equal(Pair(own, own), await FixRun.ApplyAsync(new OverrideOwnershipCodeFix(), Pair(silent, own), "Give 'B."));

    [Fact]
    public async Task A_base_that_says_something_keeps_it()
        => Assert.Null(await FixRun.ApplyAsync(new OverrideOwnershipCodeFix(), Pair("[ReturnsBorrowed]\n    ;Resource Get()", "[ReturnsOwned]\n    ;Resource Get()"), "Give 'B."));

    private static string Pair(string promised, string own)
        => FixSource.With("abstract class B\n{\n    " + Modify(promised, "public abstract ") + ";\n}\n\nabstract class C : B\n{\n    " + Modify(own, "public abstract override ") + ";\n}\n");

    private static string Modify(string member, string modifiers)
        => member.Contains(';', StringComparison.Ordinal) ? member.Replace(";", modifiers, StringComparison.Ordinal) : modifiers + member;
}
