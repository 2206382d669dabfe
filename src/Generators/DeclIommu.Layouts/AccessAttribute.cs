using System;

namespace DeclIommu.Layouts;

/// <summary>What a read or a write through the register bank does to a field, or to a register of an integer type.</summary>
/// <remarks>Without it a field is <see cref="Access.ReadWrite"/>.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class AccessAttribute : Attribute
{
    /// <summary>Gives the field an access policy.</summary>
    /// <param name="access">The policy.</param>
    public AccessAttribute(Access access) => Access = access;

    /// <summary>The policy.</summary>
    public Access Access { get; }
}
