using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DomainIdQuotaTests
{
    [Fact]
    public void No_more_than_the_limit_is_charged_however_many_ask_at_once()
    {
        DomainIdQuota quota = new(50);
        int charged = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int attempt = 0; attempt < 100; attempt++)
            {
                if (quota.TryCharge())
                {
                    Interlocked.Increment(ref charged);
                }
            }
        });

        Assert.Equal(50, charged);
        Assert.Equal(50, quota.Used);
    }

    [Fact]
    public void Returning_more_than_was_charged_is_refused()
    {
        DomainIdQuota quota = new(2);
        Assert.True(quota.TryCharge());
        quota.Return();
        Assert.Throws<InvalidOperationException>(quota.Return);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_limit_outside_1_to_65535_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DomainIdQuota(limit));
}
