using System;

namespace DeclIommu.Contracts;

/// <summary>The reference is valid only while the lock is held.</summary>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Property, Inherited = true)]
public sealed class BorrowedWhileAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="lock">The lock expression.</param>
    public BorrowedWhileAttribute(string @lock) => Lock = @lock;

    /// <summary>The lock expression.</summary>
    public string Lock { get; }
}
