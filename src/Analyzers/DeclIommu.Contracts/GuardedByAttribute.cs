using System;

namespace DeclIommu.Contracts;

/// <summary>All the locks are held wherever the member is used: exclusively to write, at least shared to read.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event, Inherited = false)]
public sealed class GuardedByAttribute : Attribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public GuardedByAttribute(params string[] locks) => Locks = locks;

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }
}
