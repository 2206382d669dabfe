namespace DeclIommu.AnalyzerCost;

/// <summary>What each set of analyzers costs one project: medians of builds that take turns, so that a slow moment of the machine meets all sets alike.</summary>
internal sealed class CostTable
{
    private const string Framework = "net10.0";
    private const int WarmUps = 6;

    private readonly string _project;
    private readonly Dictionary<AnalyzerSet, List<BuildTimes>> _builds;

    private CostTable(string project, Dictionary<AnalyzerSet, List<BuildTimes>> builds)
    {
        _project = project;
        _builds = builds;
    }

    public static CostTable Of(string project, string folder, int runs, bool server)
    {
        MeasuredBuild.Prepare(project, folder, Framework);
        var builds = Enum.GetValues<AnalyzerSet>().ToDictionary(static set => set, static _ => new List<BuildTimes>());
        // A server is warm after it has compiled the same a few times.
        for (int run = server ? -WarmUps : 0; run < runs; run++)
        {
            foreach (AnalyzerSet set in Enum.GetValues<AnalyzerSet>())
            {
                BuildTimes times = MeasuredBuild.Run(project, folder, Framework, set, server);
                if (run >= 0)
                {
                    builds[set].Add(times);
                }
            }
        }

        return new CostTable(project, builds);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Path.GetFileNameWithoutExtension(_project)}");
        output.WriteLine("| analyzers | build (s) | processor (s) | compiler (s) | all analyzers (s) | ours (s) | ours of the build |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((AnalyzerSet set, List<BuildTimes> builds) in _builds)
        {
            double build = Median(builds, static times => times.Build);
            double ours = Median(builds, static times => times.Ours);
            output.WriteLine($"| {set} | {build:F2} | {Median(builds, static times => times.Processor):F2} | {Median(builds, static times => times.Compiler):F2} | {Median(builds, static times => times.Analyzers):F3} | {ours:F3} | {ours / build:P1} |");
        }

        output.WriteLine($"ours against none: {Change(AnalyzerSet.None, AnalyzerSet.Ours):P1} of the processor time; beside those of the SDK: {Change(AnalyzerSet.Sdk, AnalyzerSet.SdkAndOurs):P1}");
        output.WriteLine();
    }

    private double Change(AnalyzerSet without, AnalyzerSet with) => (Median(_builds[with], static times => times.Processor) / Median(_builds[without], static times => times.Processor)) - 1;

    private static double Median(List<BuildTimes> builds, Func<BuildTimes, double> of)
    {
        double[] ordered = [.. builds.Select(of).Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
