namespace DeclIommu.Driver;

/// <summary>When units are told to forget what was unmapped.</summary>
public enum FlushMode
{
    /// <summary>At once: unmapping returns when no unit can use the old translation any more.</summary>
    Strict,

    /// <summary>
    /// Later, many ranges in one flush, within a bound in time and in number. Until that flush has completed devices may still use the old translation, the memory must not
    /// be used otherwise, and the range is not mapped again.
    /// </summary>
    Lazy,
}
