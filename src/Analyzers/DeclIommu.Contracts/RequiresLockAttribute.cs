using System;

namespace DeclIommu.Contracts;

/// <summary>The caller holds the locks exclusively.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate, Inherited = true, AllowMultiple = true)]
public sealed class RequiresLockAttribute : Attribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public RequiresLockAttribute(params string[] locks) => Locks = locks;

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }
}
