using DeclIommu.Formats;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Tests.Formats;

/// <summary>Every layout that the runtime declares, against a bit-by-bit reference of its declaration.</summary>
public sealed class OracleTests
{
    public static TheoryData<Type> Layouts => [.. LayoutCheck.LayoutsOf(typeof(DeviceTableEntry).Assembly)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_layout_does_what_its_declaration_says(Type layout) => Assert.True(LayoutCheck.Run(layout).Comparisons > 100);
}
