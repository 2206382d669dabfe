using System.Diagnostics;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>Measures rows within a minute and prints a line each: name, ours and the peer's in nanoseconds, their ratio, our bytes.</summary>
/// <remarks>
/// The two bodies run by turns in slices of 60 microseconds, thousands of them, and the medians are compared. Whatever slows the machine down, another
/// process, the clock, a busy neighbour of the virtual machine, lasts longer than a slice and so meets both alike; a slice that was interrupted
/// is far off and does not move a median. BenchmarkDotNet, which measures one body to its end and then the other, lets a load that comes and goes decide the ratio.
/// Which of the two goes first changes every time. The methods are compiled fully before they are first called (the project turns tiers off), so that no slice sees another tier.
/// </remarks>
internal static class QuickReport
{
    private static readonly TimeSpan Slice = TimeSpan.FromMicroseconds(60);
    private static readonly TimeSpan LongestRow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AllRows = TimeSpan.FromSeconds(45);

    /// <summary>Prints the rows whose name contains a part.</summary>
    /// <returns>The exit code: 1 if there is no such row.</returns>
    public static int Run(string part)
    {
        IReadOnlyList<QuickRow> rows = QuickRow.All(part);
        if (rows.Count == 0)
        {
            Console.Error.WriteLine($"No row is called {part}.");
            return 1;
        }

        TimeSpan time = AllRows / rows.Count < LongestRow ? AllRows / rows.Count : LongestRow;
        foreach (QuickRow row in rows)
        {
            (double ours, double peer) = Measure(row, time);
            Console.WriteLine(FormattableString.Invariant($"{row.Name} {ours:F2} {peer:F2} {ours / peer:F2} {row.Ours.CountBytes()}"));
        }

        return 0;
    }

    private static (double Ours, double Peer) Measure(QuickRow row, TimeSpan time)
    {
        row.Ours.Calibrate(Slice);
        row.Peer.Calibrate(Slice);
        var ours = new List<double>();
        var peer = new List<double>();
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            ours.Add(row.Ours.Run());
            peer.Add(row.Peer.Run());
            peer.Add(row.Peer.Run());
            ours.Add(row.Ours.Run());
        }

        return (Median(ours), Median(peer));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
