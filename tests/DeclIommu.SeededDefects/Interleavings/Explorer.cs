using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;

namespace DeclIommu.SeededDefects;

/// <summary>Runs a body in one interleaving after the other, chosen by a seed: every lock taken, interlocked operation and volatile access may be where threads change.</summary>
/// <remarks>
/// Only this assembly is rewritten, so a body must do with <see cref="Concurrently"/> and the runtime's own operations. Not explored: reorderings by the memory model, and
/// plain accesses of fields outside of locks.
/// </remarks>
public static class Explorer
{
    /// <summary>Explores until something is wrong, or so many interleavings have been run.</summary>
    /// <param name="body">Builds what it needs, runs operations concurrently, and throws if what it then sees is wrong.</param>
    /// <param name="interleavings">At most how many.</param>
    /// <param name="seed">Chooses them.</param>
    public static Exploration Explore(Action body, int interleavings, uint seed)
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
        using TestingEngine engine = TestingEngine.Create(configuration, () => body());
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.Run();
        return new Exploration(engine.TestReport.NumOfExploredFairPaths + engine.TestReport.NumOfExploredUnfairPaths, engine.TestReport.NumOfFoundBugs == 0 ? null : string.Join('\n', engine.TestReport.BugReports));
    }

    /// <summary>Runs actions at the same time, and returns when all have ended.</summary>
    /// <exception cref="AggregateException">Some of them threw.</exception>
    public static void Concurrently(params Action[] actions)
    {
        // Calls are rewritten, delegates to framework methods are not: no Task.Run as a method group.
        Task[] tasks = new Task[actions.Length];
        for (int index = 0; index < actions.Length; index++)
        {
            tasks[index] = Task.Run(actions[index]);
        }

        Task.WaitAll(tasks);
    }
}
