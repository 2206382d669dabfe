using System;

namespace DeclIommu.Layouts;

/// <summary>The field, enum member, command or register exists only where a capability is on.</summary>
/// <remarks>Where it is off, the reserved policy of the layout applies to the bits.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Struct, Inherited = false)]
public sealed class AvailableWhenAttribute : Attribute
{
    /// <summary>Names the capability.</summary>
    /// <param name="capability">A bool property of the type that <c>Capabilities</c> names.</param>
    public AvailableWhenAttribute(string capability) => Capability = capability;

    /// <summary>A bool property of the type that <c>Capabilities</c> names.</summary>
    public string Capability { get; }
}
