using System;

namespace DeclIommu.Contracts;

/// <summary>The locks are held to write the member; reads are free.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event, Inherited = false)]
public sealed class WriteGuardedByAttribute : Attribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public WriteGuardedByAttribute(params string[] locks) => Locks = locks;

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }
}
