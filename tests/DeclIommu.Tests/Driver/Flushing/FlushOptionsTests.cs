using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class FlushOptionsTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(18);

    [Fact]
    public void A_delay_past_what_a_timer_can_wait_for_is_refused_with_value_and_bound()
    {
        TimeSpan delay = s_longest + TimeSpan.FromTicks(1);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new ParentDomainOptions { LongestFlushDelay = delay });
        Assert.Equal(delay, refusal.ActualValue);
        Assert.Contains(delay.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(s_longest.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_timer_of_the_system_waits_for_the_last_retry_of_the_longest_delay()
    {
        using FlushDeadline deadline = new(TimeProvider.System, s_longest, static () => { });
        for (int failed = 0; failed < 10; failed++)
        {
            deadline.Begin();
            deadline.End(confirmed: false);
            deadline.Arm();
        }

        Assert.True(deadline.IsRetrying);
    }
}
