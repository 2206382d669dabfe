using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

public sealed class LockingCaseTests(LockingCaseTests.Run run) : IClassFixture<LockingCaseTests.Run>
{
    [Fact]
    public void Every_lock_case_reports_exactly_what_it_marks()
    {
        var failures = run.Cases.Describe(run.Cases.Cases.Where(static row => !row.IsGoal));

        Assert.True(failures.Length == 0, failures);
    }

    [Fact]
    public void Nine_of_ten_goals_of_the_lock_cases_are_reached()
    {
        var goals = run.Cases.Cases.Where(static row => row.IsGoal).ToList();

        Assert.True(goals.Count(run.Cases.Holds) * 10 >= goals.Count * 9, run.Cases.Describe(goals));
    }

    public sealed class Run : IAsyncLifetime
    {
        internal CaseRun Cases { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cases = await CaseRun.ExecuteAsync("Locking", "DIL", TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
