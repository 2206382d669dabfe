using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Tests.Formats;

/// <summary>Everything that the runtime declares, against a bit-by-bit reference of its declaration.</summary>
public sealed class OracleTests
{
    public static TheoryData<Type> Layouts => [.. LayoutCheck.LayoutsOf(typeof(DeviceTableEntry).Assembly)];

    public static TheoryData<Type> CommandSets => Marked(typeof(CommandSetAttribute));

    public static TheoryData<Type> Banks => Marked(typeof(RegisterBankAttribute));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_layout_does_what_its_declaration_says(Type layout) => Assert.True(LayoutCheck.Run(layout).Comparisons > 100);

    [Theory]
    [MemberData(nameof(CommandSets))]
    public void A_command_set_tells_its_commands_apart(Type set) => Assert.True(CommandSetCheck.Run(set).Comparisons > 100);

    [Theory]
    [MemberData(nameof(Banks))]
    public void A_register_bank_touches_the_lanes_of_an_access_and_no_other(Type bank) =>
        Assert.True(BankCheck.Run(bank, new BankCheckOptions { Sequences = 10 }).Comparisons > 100);

    private static TheoryData<Type> Marked(Type attribute) =>
        [.. typeof(DeviceTableEntry).Assembly.GetTypes().Where(type => type.IsDefined(attribute, inherit: false))];
}
