namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>One row of the case list: sources, and the diagnostics marked in them.</summary>
/// <param name="Id">The row.</param>
/// <param name="Flags">What the row says beside its expectation: <c>goal=…</c>, <c>option(…)</c>, or nothing.</param>
/// <param name="Description">The behaviour in one line.</param>
/// <param name="Library">Source that is compiled on its own and referenced as metadata, or null.</param>
/// <param name="Files">The sources under analysis.</param>
/// <param name="Options">The entries of the .editorconfig.</param>
internal sealed record AnalyzerCase(
    string Id,
    string Flags,
    string Description,
    CaseSource? Library,
    IReadOnlyList<CaseSource> Files,
    IReadOnlyDictionary<string, string> Options)
{
    /// <summary>True for a row in which the aim is to do better than the system that the row comes from.</summary>
    public bool IsGoal => Flags.Contains("goal=", StringComparison.Ordinal) || Flags.Contains("option(", StringComparison.Ordinal);

    /// <summary>Every diagnostic that the case marks.</summary>
    public IEnumerable<ExpectedDiagnostic> Expected => Files.SelectMany(static file => file.Expected);

    public override string ToString() => $"{Id} ({Description})";
}
