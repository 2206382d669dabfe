using System;

namespace DeclIommu.Contracts;

/// <summary>Somewhere in this assembly the second lock is acquired while the first is held.</summary>
/// <remarks>Lets the analyzers of other assemblies find orders that contradict each other across assemblies.</remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LockOrderFactAttribute : Attribute
{
    /// <summary>States the order.</summary>
    /// <param name="first">The member that holds the lock acquired first: namespace, type and member, a nested type after a plus sign.</param>
    /// <param name="second">The member that holds the lock acquired while the first is held.</param>
    public LockOrderFactAttribute(string first, string second)
    {
        First = first;
        Second = second;
    }

    /// <summary>The member that holds the lock acquired first.</summary>
    public string First { get; }

    /// <summary>The member that holds the lock acquired while the first is held.</summary>
    public string Second { get; }
}
