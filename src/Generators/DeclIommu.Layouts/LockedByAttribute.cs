using System;

namespace DeclIommu.Layouts;

/// <summary>Writes through the bank leave this field alone while another field of its layout is not zero.</summary>
/// <remarks>The state before the write decides. Setting the lock and the field in one write sets both.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class LockedByAttribute : Attribute
{
    /// <summary>Names the lock field.</summary>
    /// <param name="field">The field of the same layout that locks this one.</param>
    public LockedByAttribute(string field) => Field = field;

    /// <summary>The field of the same layout that locks this one.</summary>
    public string Field { get; }
}
