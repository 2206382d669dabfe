namespace DeclIommu.Layouts.Testing;

/// <summary>What a check without findings has looked at.</summary>
/// <param name="Subject">The type that was checked.</param>
/// <param name="Comparisons">How many results were compared with the reference.</param>
/// <param name="NotCompared">What the check left out, and why; empty as a rule.</param>
public sealed record CheckReport(Type Subject, long Comparisons, IReadOnlyList<string> NotCompared)
{
    /// <summary>The report in one line.</summary>
    public override string ToString() =>
        $"{Subject.FullName}: {Comparisons} comparisons" + (NotCompared.Count == 0 ? string.Empty : $"; not compared: {string.Join("; ", NotCompared)}");
}
