using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>The runtime keeps its contracts, and none of its locks, lock contracts or releases can go without a rule that says so.</summary>
public sealed class RuntimeMutationTests
{
    private static readonly Lazy<Dictionary<string, RuntimeMutant>> s_locks =
        new(static () => Mutants(new LockStatementDeletion(), new LockCallDeletion(), new ContractDeletion()));

    private static readonly Lazy<Dictionary<string, RuntimeMutant>> s_releases = new(static () => Mutants(new ReleaseDeletion(), new DisposalStepDeletion()));

    public static TheoryData<string> Releases => [.. s_releases.Value.Keys];

    public static TheoryData<string> Locks => [.. s_locks.Value.Keys];

    [Fact]
    public async Task The_runtime_as_it_is_breaks_no_rule()
    {
        IReadOnlyList<Diagnostic> faults = await RuntimeCompilation.FaultsAsync(RuntimeCompilation.Shared.Value.Compilation, TestContext.Current.CancellationToken);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task Leaving_out_a_lock_or_its_contract_breaks_a_rule(string place)
    {
        IReadOnlyList<Diagnostic> faults = await RuntimeCompilation.Shared.Value.FaultsOfAsync(s_locks.Value[place], TestContext.Current.CancellationToken);
        Assert.Contains(faults, static fault => fault.Id.StartsWith("DIL", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Leaving_out_a_release_breaks_a_rule(string place)
    {
        IReadOnlyList<Diagnostic> faults = await RuntimeCompilation.Shared.Value.FaultsOfAsync(s_releases.Value[place], TestContext.Current.CancellationToken);
        Assert.Contains(faults, static fault => fault.Id.StartsWith("DIR", StringComparison.Ordinal));
    }

    private static Dictionary<string, RuntimeMutant> Mutants(params IDeletion[] deletions) => RuntimeCompilation.Shared.Value.Mutants(deletions).ToDictionary(static mutant => mutant.Name);
}
