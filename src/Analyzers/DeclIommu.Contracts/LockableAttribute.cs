using System;

namespace DeclIommu.Contracts;

/// <summary>Instances of the type are locks; its methods say which of them acquire and release.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class LockableAttribute : Attribute
{
    /// <summary>True if a thread that holds the lock may acquire it once more.</summary>
    public bool Reentrant { get; set; }

    /// <summary>True if the thread that acquired the lock must be the one that releases it.</summary>
    public bool ThreadAffine { get; set; }
}
