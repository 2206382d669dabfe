using System;

namespace DeclIommu.Contracts;

/// <summary>The method throws unless the locks are held; after it they are known to be held.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate, Inherited = true, AllowMultiple = true)]
public sealed class AssertsLockHeldAttribute : Attribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public AssertsLockHeldAttribute(params string[] locks) => Locks = locks;

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }

    /// <summary>True if the locks are known to be held shared only.</summary>
    public bool Shared { get; set; }
}
