namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Every case of a group against the analyzers, in both nullable modes.</summary>
internal sealed class CaseRun
{
    private readonly Dictionary<string, string> _failures;

    private CaseRun(IReadOnlyList<AnalyzerCase> cases, Dictionary<string, string> failures)
    {
        Cases = cases;
        _failures = failures;
    }

    /// <summary>The cases that were run.</summary>
    public IReadOnlyList<AnalyzerCase> Cases { get; }

    /// <summary>Runs the group once.</summary>
    /// <param name="group">The folder below Cases.</param>
    /// <param name="family">The prefix of the rules that are compared.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<CaseRun> ExecuteAsync(string group, string family, CancellationToken cancellationToken)
    {
        var cases = CaseFile.ReadGroup(group);
        var failures = new Dictionary<string, string>();
        var gate = new Lock();
        await Parallel.ForEachAsync(cases, cancellationToken, async (row, token) =>
        {
            var modes = new List<(string Mode, string Differences)>();
            foreach (var nullable in CaseCompiler.NullableModes)
            {
                var differences = await CaseAnalysis.CompareAsync(row, family, nullable, token);
                if (differences.Count > 0)
                {
                    modes.Add(($" nullable {nullable}:", string.Join(Environment.NewLine, differences)));
                }
            }
            if (modes.Count > 0)
            {
                var lines = modes.GroupBy(static mode => mode.Differences).Select(static same => string.Join(',', same.Select(static mode => mode.Mode)) + Environment.NewLine + same.Key);
                lock (gate)
                {
                    failures.Add(row.Id, string.Join(Environment.NewLine, lines));
                }
            }
        });
        return new CaseRun(cases, failures);
    }

    /// <summary>True if the case held in both modes.</summary>
    public bool Holds(AnalyzerCase row) => !_failures.ContainsKey(row.Id);

    /// <summary>What went wrong with the cases given, in their order.</summary>
    public string Describe(IEnumerable<AnalyzerCase> cases) =>
        string.Join(Environment.NewLine, cases.Where(row => !Holds(row)).Select(row => $"{row}{Environment.NewLine}{_failures[row.Id]}"));
}
