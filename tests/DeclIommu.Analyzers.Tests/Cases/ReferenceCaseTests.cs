using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

public sealed class ReferenceCaseTests(ReferenceCaseTests.Run run) : IClassFixture<ReferenceCaseTests.Run>
{
    [Fact]
    public void Every_ownership_case_reports_exactly_what_it_marks()
    {
        var failures = run.Cases.Describe(run.Cases.Cases.Where(static row => !row.IsGoal));

        Assert.True(failures.Length == 0, failures);
    }

    [Fact]
    public void Every_goal_of_the_ownership_cases_is_reached()
    {
        var failures = run.Cases.Describe(run.Cases.Cases.Where(static row => row.IsGoal));

        Assert.True(failures.Length == 0, failures);
    }

    public sealed class Run : IAsyncLifetime
    {
        internal CaseRun Cases { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cases = await CaseRun.ExecuteAsync("References", "DIR", TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
