namespace DeclIommu.Layouts.Testing;

/// <summary>How much a check of a register bank tries, and from which seed.</summary>
public sealed record BankCheckOptions
{
    /// <summary>Where the random accesses begin: one seed, one run. A failure names it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Random sequences, for each value of the capabilities.</summary>
    public int Sequences { get; init; } = 40;

    /// <summary>Accesses, resets and changes by the device in one sequence.</summary>
    public int StepsPerSequence { get; init; } = 32;

    /// <summary>Values of the type that <c>Capabilities</c> names; where there are none, the check makes its own.</summary>
    public IReadOnlyList<object> Capabilities { get; init; } = [];
}
