using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Tests.Oracle;

public sealed class DeclaredLayoutTests
{
    public static TheoryData<Type> Layouts => [.. LayoutCheck.LayoutsOf(typeof(DeclaredLayoutTests).Assembly)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Generated_code_and_reference_agree(Type layout) => Assert.True(LayoutCheck.Run(layout).Comparisons > 100);
}
