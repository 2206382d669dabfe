using System.Diagnostics;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>Measures rows briefly and prints a line each: name, ours and the peer's in nanoseconds, their ratio, our bytes.</summary>
internal static class QuickReport
{
    public static int Run(string? part)
    {
        foreach (QuickRow row in QuickRow.All(part))
        {
            row.Ours.Calibrate(TimeSpan.FromMicroseconds(60));
            row.Peer.Calibrate(TimeSpan.FromMicroseconds(60));
            long end = Stopwatch.GetTimestamp() + Stopwatch.Frequency * 2;
            var ours = new List<double>();
            var peers = new List<double>();
            while (Stopwatch.GetTimestamp() < end)
            {
                double o, p;
                if (ours.Count % 2 == 0)
                {
                    o = row.Ours.Run();
                    p = row.Peer.Run();
                }
                else
                {
                    p = row.Peer.Run();
                    o = row.Ours.Run();
                }
                ours.Add(o);
                peers.Add(p);
            }
            var ratios = ours.Zip(peers, (o, p) => o / p).ToList();
            ours.Sort();
            peers.Sort();
            ratios.Sort();
            Console.WriteLine(FormattableString.Invariant($"{row.Name,-14} n={ours.Count} min {ours[0]:F2} {peers[0]:F2} {ours[0] / peers[0]:F3}  p5 {P(ours, 5):F2} {P(peers, 5):F2} {P(ours, 5) / P(peers, 5):F3}  p25 {P(ours, 25):F2} {P(peers, 25):F2} {P(ours, 25) / P(peers, 25):F3} p50 {P(ours, 50):F2} {P(peers, 50):F2} {P(ours, 50) / P(peers, 50):F3} pairs {P(ratios, 50):F3} {row.Ours.CountBytes()}"));
        }

        return 0;
    }

    private static double P(List<double> sorted, int percent) => sorted[sorted.Count * percent / 100];
}
