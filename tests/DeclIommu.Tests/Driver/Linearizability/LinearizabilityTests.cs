extern alias Seeded;

using System.Globalization;
using CsCheck;
using DeclIommu.Tests.SeededDefects;
using Seeded::DeclIommu.SeededDefects;

namespace DeclIommu.Tests.Linearizability;

/// <summary>Random operations by several threads at the same time: what each caller was told, and what is there in the end, is as if they had come one after the other.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class LinearizabilityTests
{
    private const int Threads = 3;
    private const int HistoriesInRound = 100;
    private const int MostRounds = 50;

    /// <summary>How many histories: few enough for every build, unless DECLIOMMU_INTERLEAVINGS says how many.</summary>
    private static readonly int s_histories =
        Environment.GetEnvironmentVariable("DECLIOMMU_INTERLEAVINGS") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 300;

    private static readonly StepKind[] s_withoutFailure = [.. Enum.GetValues<StepKind>().Except([StepKind.Kill, StepKind.Recover])];

    [Fact]
    public void What_users_do_at_the_same_time_could_have_happened_one_after_the_other() => Check(s_withoutFailure, s_histories);

    [Fact]
    public void Units_that_fail_and_recover_meanwhile_change_nothing_about_that() => Check(Enum.GetValues<StepKind>(), s_histories);

    [Theory]
    [InlineData("Finding_18")]
    [InlineData("Finding_19")]
    [InlineData("Merged_4")]
    [InlineData("Finding_06")]
    public void A_defect_put_back_is_found(string planted)
    {
        using IDisposable defect = Defect.PutBack(planted);
        Exception? found = null;
        for (int round = 0; round < MostRounds && found is null; round++)
        {
            found = Record.Exception(() => Check(s_withoutFailure, HistoriesInRound));
        }

        Assert.IsType<CsCheckException>(found);
    }

    private static void Check(StepKind[] kinds, int histories) =>
        Gen.Const(0).Select(static _ => (new ConcurrentDriver(), new List<Step>())).SampleParallel(
            [.. kinds.Select(OperationOf)],
            equal: static (driver, history) => Explains(driver, history),
            maxSequentialOperations: 10,
            maxParallelOperations: 8,
            iter: histories,
            threads: Threads,
            printActual: static driver => driver.ToString(),
            printModel: static history => string.Join(", ", history));

    private static GenOperation<ConcurrentDriver, List<Step>> OperationOf(StepKind kind) =>
        Gen.Select(Gen.Int[0, CountOfFirst(kind) - 1], Gen.Int[0, kind == StepKind.Attach ? ConcurrentDriver.ParentPlace : 1], Gen.Int[ConcurrentDriver.FirstTag, 1 << 24])
            .Select((first, second, tag) => new Step(kind, first, second, tag))
            .Operation<ConcurrentDriver, List<Step>>(static step => step.ToString(), static (driver, step) => driver.Run(step), static (history, step) => history.Add(step));

    private static int CountOfFirst(StepKind kind) => kind switch
    {
        StepKind.Create or StepKind.Dispose => ConcurrentDriver.Slots,
        StepKind.Attach or StepKind.Detach => ConcurrentDriver.Devices,
        StepKind.Map or StepKind.Unmap => ConcurrentDriver.Pages,
        StepKind.Dma => 1,
        _ => 2,
    };

    private static bool Explains(ConcurrentDriver driver, List<Step> history)
    {
        SequentialDriver model = new(step => driver[step], history.Exists(static step => step.Kind == StepKind.Kill));
        return history.TrueForAll(model.TryRun) && model.Observation == driver.Observation;
    }
}
