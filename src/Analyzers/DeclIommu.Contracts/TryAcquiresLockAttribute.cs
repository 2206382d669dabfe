using System;

namespace DeclIommu.Contracts;

/// <summary>The locks are held exclusively if the method returns the given result.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true, AllowMultiple = true)]
public sealed class TryAcquiresLockAttribute : Attribute
{
    /// <summary>Names the result that means success, and the locks.</summary>
    /// <param name="success">The result with which the locks are held.</param>
    /// <param name="locks">Lock expressions, bound like code at the member; without any, the lock is <c>this</c>.</param>
    public TryAcquiresLockAttribute(bool success, params string[] locks)
    {
        Success = success;
        Locks = locks;
    }

    /// <summary>The result with which the locks are held.</summary>
    public bool Success { get; }

    /// <summary>The lock expressions.</summary>
    public string[] Locks { get; }
}
