using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Small programs as people write them, each with what should be said about it; they follow no list.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Every_program_gets_exactly_the_reports_that_it_marks()
    {
        CaseRun run = await CaseRun.ExecuteAsync("Programs", "DIL", TestContext.Current.CancellationToken);
        string failures = run.Describe(run.Cases);

        Assert.True(failures.Length == 0, failures);
    }
}
