using System.Reflection;
using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Tests.Incrementality;

public sealed class NameTests
{
    [Fact]
    public void Every_attribute_is_known_by_its_full_name()
    {
        IEnumerable<string> declared = typeof(LayoutAttribute).Assembly.GetExportedTypes().Where(static type => type.IsAssignableTo(typeof(Attribute))).Select(static type => type.FullName!);
        IEnumerable<string> known = typeof(WellKnownNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static name => name.Name != nameof(WellKnownNames.Namespace))
            .Select(static name => (string)name.GetRawConstantValue()!);
        Assert.Equal(declared.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Model.ReservedPolicy), typeof(ReservedBits))]
    [InlineData(typeof(Model.AccessKind), typeof(Access))]
    [InlineData(typeof(Model.HalfAccessKind), typeof(HalfAccess))]
    public void A_mirrored_enum_agrees_with_the_one_it_mirrors(Type mirror, Type original)
    {
        Assert.Equal(Enum.GetNames(original), Enum.GetNames(mirror));
        Assert.Equal(Enum.GetValuesAsUnderlyingType(original), Enum.GetValuesAsUnderlyingType(mirror));
    }
}
