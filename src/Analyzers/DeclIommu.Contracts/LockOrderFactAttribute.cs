using System;

namespace DeclIommu.Contracts;

/// <summary>Somewhere in this assembly the second lock is acquired while the first is held.</summary>
/// <remarks>
/// Lets the analyzers of other assemblies find orders that contradict each other across assemblies. A lock is named by namespace, type and
/// member, a nested type after a plus sign. The documentation-comment ID of a method stands for its calls: in the first place of a fact for
/// a method that acquires the lock, in the second for one that others implement and that is called while the lock is held.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LockOrderFactAttribute : Attribute
{
    /// <summary>States the order.</summary>
    /// <param name="first">The lock acquired first, or the method that acquires <paramref name="second"/>.</param>
    /// <param name="second">The lock acquired while the first is held, or the method called meanwhile.</param>
    public LockOrderFactAttribute(string first, string second)
    {
        First = first;
        Second = second;
    }

    /// <summary>The lock acquired first, or the method that acquires the second.</summary>
    public string First { get; }

    /// <summary>The lock acquired while the first is held, or the method called meanwhile.</summary>
    public string Second { get; }
}
