using System;

namespace DeclIommu.Contracts;

/// <summary>The result is that lock.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = true)]
public sealed class ReturnsLockAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="lock">The lock expression that the result is another name of.</param>
    public ReturnsLockAttribute(string @lock) => Lock = @lock;

    /// <summary>The lock expression that the result is another name of.</summary>
    public string Lock { get; }
}
