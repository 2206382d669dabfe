namespace DeclIommu.Driver;

/// <summary>An operation on an IOMMU was refused or failed; unless a derived type says otherwise, everything is as it was before.</summary>
/// <remarks>The message names the thing, the value it had and the bound it broke; the derived types carry them as properties.</remarks>
public class IommuException : Exception
{
    /// <summary>Makes an exception.</summary>
    public IommuException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was refused or failed: thing, value and bound.</param>
    public IommuException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was refused or failed: thing, value and bound.</param>
    /// <param name="innerException">The cause.</param>
    public IommuException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
