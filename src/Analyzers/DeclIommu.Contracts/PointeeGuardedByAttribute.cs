using System;

namespace DeclIommu.Contracts;

/// <summary>The locks are held to touch the object that the member refers to.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class PointeeGuardedByAttribute : Attribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public PointeeGuardedByAttribute(params string[] locks) => Locks = locks;

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }
}
