using NestedDomains.Nesting;
using NestedDomains.Replay;

namespace NestedDomains.Reporting;

/// <summary>All that the program found out.</summary>
internal sealed record Report(ReplayResult Replay, NestingResult Nesting)
{
    public IReadOnlyList<string> Differences { get; } = [.. Replay.Differences, .. Nesting.Differences];

    public bool Equal => Differences.Count == 0;
}
