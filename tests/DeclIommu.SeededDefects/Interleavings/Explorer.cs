using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;

namespace DeclIommu.SeededDefects;

/// <summary>Runs a body in one interleaving after the other, chosen by a seed: every lock taken, interlocked operation and volatile access may be where threads change.</summary>
/// <remarks>
/// Only this assembly is rewritten, so a body must do with <see cref="Concurrently"/> and the runtime's own operations. Not explored: reorderings by the memory model, and
/// plain accesses of fields outside of locks.
/// </remarks>
public static class Explorer
{
    // An engine keeps something of every interleaving, and grows slower with what it keeps.
    private const int MostOfOneEngine = 1_000;

    /// <summary>Explores until something is wrong, or so many interleavings have been run.</summary>
    /// <param name="body">Builds what it needs, runs operations concurrently, and throws if what it then sees is wrong. Threads change within <see cref="Concurrently"/> only: outside there is but one.</param>
    /// <param name="interleavings">At most how many.</param>
    /// <param name="seed">Chooses the first thousand; those of the next thousand are chosen by the next number, and so on.</param>
    /// <param name="progress">Told after each thousand of all that was found so far; may be null.</param>
    public static Exploration Explore(Action body, int interleavings, uint seed, Action<Exploration>? progress = null)
    {
        Exploration all = new(0, null, 0, 0);
        while (all.Interleavings < interleavings && all.Violation is null)
        {
            Exploration next = ExploreByOneEngine(body, Math.Min(interleavings - all.Interleavings, MostOfOneEngine), seed++);
            if (next.Interleavings == 0 && next.Violation is null)
            {
                throw new InvalidOperationException("The engine has run nothing.");
            }

            all = new Exploration(all.Interleavings + next.Interleavings, next.Violation, all.Steps + next.Steps, Math.Max(all.MostSteps, next.MostSteps));
            progress?.Invoke(all);
        }

        return all;
    }

    /// <summary>Runs actions at the same time, and returns when all have ended.</summary>
    /// <exception cref="AggregateException">Some of them threw.</exception>
    public static void Concurrently(params Action[] actions)
    {
        // Calls are rewritten, delegates to framework methods are not: no Task.Run as a method group.
        Task[] tasks = new Task[actions.Length];
        SchedulingPoint.Resume();
        try
        {
            for (int index = 0; index < actions.Length; index++)
            {
                tasks[index] = Task.Run(actions[index]);
            }

            Task.WaitAll(tasks);
        }
        finally
        {
            SchedulingPoint.Suppress();
        }
    }

    private static Exploration ExploreByOneEngine(Action body, int interleavings, uint seed)
    {
        Configuration configuration = Configuration.Create()
            .WithTestingIterations((uint)interleavings)
            .WithRandomGeneratorSeed(seed)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            .WithPotentialDeadlocksReportedAsBugs(false)
            .WithMaxSchedulingSteps(100_000)
            .WithTelemetryEnabled(false)
            .WithVerbosityEnabled(VerbosityLevel.None);
        using TestingEngine engine = TestingEngine.Create(configuration, () =>
        {
            SchedulingPoint.Suppress();
            body();
        });
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.Run();
        TestReport report = engine.TestReport;
        return new Exploration(
            report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths,
            report.NumOfFoundBugs == 0 ? null : string.Join('\n', report.BugReports),
            report.TotalExploredFairSteps + report.TotalExploredUnfairSteps,
            Math.Max(report.MaxExploredFairSteps, report.MaxExploredUnfairSteps));
    }
}
