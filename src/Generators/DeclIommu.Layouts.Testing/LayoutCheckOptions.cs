namespace DeclIommu.Layouts.Testing;

/// <summary>How much a check tries, and from which seed.</summary>
public sealed record LayoutCheckOptions
{
    /// <summary>Where the random values begin: one seed, one run. A failure names it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Random values set to each field, beside every edge value.</summary>
    public int ValuesPerField { get; init; } = 16;

    /// <summary>Random images of the whole layout that are read, written and validated.</summary>
    public int Images { get; init; } = 48;

    /// <summary>Values of the type that <c>Capabilities</c> names; where there are none, the check makes its own by setting the bool properties.</summary>
    public IReadOnlyList<object> Capabilities { get; init; } = [];
}
