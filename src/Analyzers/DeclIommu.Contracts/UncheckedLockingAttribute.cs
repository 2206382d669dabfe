using System;

namespace DeclIommu.Contracts;

/// <summary>The locking of the member is not analysed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Event | AttributeTargets.Assembly, Inherited = true)]
public sealed class UncheckedLockingAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="reason">Why it is right all the same.</param>
    public UncheckedLockingAttribute(string reason) => Reason = reason;

    /// <summary>Why it is right all the same.</summary>
    public string Reason { get; }
}
