using DeclIommu.Layouts.Testing;
using DeclIommu.Layouts.Tests.Banks;

namespace DeclIommu.Layouts.Tests.Oracle;

public sealed class DeclaredBankTests
{
    public static TheoryData<Type> Banks =>
        [.. typeof(DeclaredBankTests).Assembly.GetTypes().Where(static type => type.IsDefined(typeof(RegisterBankAttribute), inherit: false))];

    [Theory]
    [MemberData(nameof(Banks))]
    public void Generated_accesses_and_reference_agree(Type bank) => Assert.True(BankCheck.Run(bank).Comparisons > 100);

    [Fact]
    public void What_runs_a_hook_is_left_out_and_named()
    {
        CheckReport report = BankCheck.Run<HookedBank>();
        Assert.Contains("Status: accesses run a hook", report.NotCompared);
        Assert.Contains("Timer: reads run a hook", report.NotCompared);
        Assert.Contains("Control: writes run a hook", report.NotCompared);
        Assert.Contains(" comparisons; not compared: Status: accesses run a hook; ", report.ToString());
        Assert.DoesNotContain(report.NotCompared, static line => line.StartsWith("Silent", StringComparison.Ordinal));
    }
}
