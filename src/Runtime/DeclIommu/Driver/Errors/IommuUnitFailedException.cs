namespace DeclIommu.Driver;

/// <summary>A unit failed: nothing it was told to forget counts as forgotten, and it is not asked again until <see cref="IommuUnit.Recover"/>.</summary>
/// <remarks>What was unmapped stays unmapped, and what was detached stays detached; the memory and the IDs concerned are not used again before the unit has confirmed.</remarks>
public sealed class IommuUnitFailedException : IommuException
{
    internal IommuUnitFailedException(string unit, UnitFailure failure, string message, Exception? cause = null)
        : base(message, cause)
    {
        Unit = unit;
        Failure = failure;
    }

    /// <summary>The name of the unit.</summary>
    public string Unit { get; }

    /// <summary>Why.</summary>
    public UnitFailure Failure { get; }

    /// <summary>The failure as a later caller gets it, with the first as its cause.</summary>
    internal IommuUnitFailedException Again() => new(Unit, Failure, $"{Unit} has failed and was not recovered: {Message}", this);
}
