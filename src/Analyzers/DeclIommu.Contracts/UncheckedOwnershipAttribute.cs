using System;

namespace DeclIommu.Contracts;

/// <summary>The ownership in the member is not analysed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Assembly, Inherited = true)]
public sealed class UncheckedOwnershipAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="reason">Why it is right all the same.</param>
    public UncheckedOwnershipAttribute(string reason) => Reason = reason;

    /// <summary>Why it is right all the same.</summary>
    public string Reason { get; }
}
