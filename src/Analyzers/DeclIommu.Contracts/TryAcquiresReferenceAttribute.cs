using System;

namespace DeclIommu.Contracts;

/// <summary>One more reference to <c>this</c>, owned by the caller if the result is the given one.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class TryAcquiresReferenceAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="success">The result that means success: a bool, an enum value, or null.</param>
    public TryAcquiresReferenceAttribute(object? success) => Success = success;

    /// <summary>The result that means success: a bool, an enum value, or null.</summary>
    public object? Success { get; }
}
