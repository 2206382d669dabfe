extern alias Seeded;

using System.Diagnostics;
using System.Globalization;
using DeclIommu.Tests.SeededDefects;
using Seeded::DeclIommu.SeededDefects;

namespace DeclIommu.Tests.Interleavings;

/// <summary>Explores the interleavings of a check of an invariant, after a planted race has shown that exploring finds one there.</summary>
internal static class Invariant
{
    private const int MostUntilPlanted = 5_000;

    /// <summary>How many interleavings: few enough for every build, unless DECLIOMMU_INTERLEAVINGS says how many.</summary>
    private static readonly int s_interleavings =
        Environment.GetEnvironmentVariable("DECLIOMMU_INTERLEAVINGS") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000;

    /// <param name="planted">The defect that breaks the invariant.</param>
    /// <param name="check">Throws if the outcome of one interleaving breaks it.</param>
    public static void Holds(string planted, Action check)
    {
        using (Defect.PutBack(planted))
        {
            Assert.NotNull(Explorer.Explore(check, MostUntilPlanted, Detection.Seed).Violation);
        }

        long start = Stopwatch.GetTimestamp();
        Exploration exploration = Explorer.Explore(check, s_interleavings, Detection.Seed, so => Tell(so, start));
        Assert.Null(exploration.Violation);
        Assert.Equal(s_interleavings, exploration.Interleavings);
    }

    private static void Tell(Exploration so, long start) => TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{so.Interleavings} interleavings, each of {so.Steps / so.Interleavings} steps, at most {so.MostSteps}, in {Stopwatch.GetElapsedTime(start).TotalMilliseconds / so.Interleavings:F2} ms."));
}
