using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Tests.Oracle;

public sealed class DeclaredCommandSetTests
{
    [Fact]
    public void Dispatch_and_reference_agree() => Assert.True(CommandSetCheck.Run<Order>().Comparisons > 100);

    [Fact]
    public void Dispatch_and_reference_agree_on_what_a_device_can_do() => Assert.True(CommandSetCheck.Run<Move>().Comparisons > CommandSetCheck.Run<Move>(new LayoutCheckOptions { Capabilities = [new Engine(true)] }).Comparisons);

    [Fact]
    public void A_layout_that_is_no_command_set_is_refused() =>
        Assert.Contains("has no CommandSet attribute", Assert.Throws<ArgumentException>(() => CommandSetCheck.Run<Wait>()).Message);
}
