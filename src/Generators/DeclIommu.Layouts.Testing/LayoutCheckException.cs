namespace DeclIommu.Layouts.Testing;

/// <summary>A declaration and the code generated for it disagree.</summary>
public sealed class LayoutCheckException : Exception
{
    /// <summary>Describes a disagreement.</summary>
    /// <param name="place">The layout and the member concerned, for example <c>DeviceTableEntry.Mode[11:9]</c>.</param>
    /// <param name="situation">What was done, with the bytes that it was done to.</param>
    /// <param name="expected">What the declaration asks for.</param>
    /// <param name="actual">What the generated code gave.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="innerException">What the generated code threw, if it should not have.</param>
    public LayoutCheckException(string place, string situation, string expected, string actual, int seed, Exception? innerException = null)
        : base($"{place}: {situation}{Environment.NewLine}  expected {expected}{Environment.NewLine}  actual   {actual}{Environment.NewLine}  seed     {seed}", innerException)
    {
        Place = place;
        Situation = situation;
        Expected = expected;
        Actual = actual;
        Seed = seed;
    }

    /// <summary>The layout and the member concerned.</summary>
    public string Place { get; }

    /// <summary>What was done, with the bytes that it was done to.</summary>
    public string Situation { get; }

    /// <summary>What the declaration asks for.</summary>
    public string Expected { get; }

    /// <summary>What the generated code gave.</summary>
    public string Actual { get; }

    /// <summary>The seed of the run.</summary>
    public int Seed { get; }
}
