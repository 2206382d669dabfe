extern alias Seeded;

using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Seeded::DeclIommu.SeededDefects;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>Shows that a check passes as the driver is, and reports a violation with the defect that its test is named for.</summary>
internal static partial class Detection
{
    /// <summary>Chooses the interleavings: the table of the defects names it.</summary>
    public const uint Seed = 1;

    private const int SoundInterleavings = 200;
    private const int MostInterleavings = 5_000;

    /// <summary>Runs a check that needs one thread only.</summary>
    public static void Sees(Action check, [CallerMemberName] string test = "")
    {
        check();
        using IDisposable defect = Defect.PutBack(FindingOf(test));
        Assert.Throws<Violation>(check);
    }

    /// <summary>Explores the interleavings of a check.</summary>
    /// <param name="check">Throws a <see cref="Violation"/> if the outcome of one interleaving is wrong.</param>
    /// <param name="report">What the report of the exploration has to say.</param>
    /// <param name="test">The test's name.</param>
    public static void Finds(Action check, string report = nameof(Violation), [CallerMemberName] string test = "")
    {
        Exploration sound = Explorer.Explore(check, SoundInterleavings, Seed);
        Assert.Null(sound.Violation);
        using IDisposable defect = Defect.PutBack(FindingOf(test));
        Exploration explored = Explorer.Explore(check, MostInterleavings, Seed);
        Assert.Contains(report, explored.Violation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{FindingOf(test)} was found in interleaving {explored.Interleavings} of seed {Seed}.");
    }

    /// <summary>The name of the patch that a test is about.</summary>
    public static string FindingOf(string test) => FindingName().Match(test) is { Success: true } match
        ? match.Value
        : throw new ArgumentException($"{test} names no finding.", nameof(test));

    [GeneratedRegex("^(Finding|Merged)_[0-9]+[a-z]?(?=_)")]
    private static partial Regex FindingName();
}
