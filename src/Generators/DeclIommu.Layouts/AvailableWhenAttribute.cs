using System;

namespace DeclIommu.Layouts;

/// <summary>The field, enum member, command or register exists only where a capability is on.</summary>
/// <remarks>
/// Where it is off, the reserved policy of the layout applies to the bits, of a constant too. <c>TryValidate(in capabilities, …)</c> asks for the one or the
/// other; while the capabilities are not known, <c>TryValidate(…)</c> takes both, and <c>new T()</c> leaves a gated constant reserved: <c>new T(capabilities)</c> writes it.
/// A gated member of an enum is no value at all where its capability is off, whatever the policy.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Struct, Inherited = false)]
public sealed class AvailableWhenAttribute : Attribute
{
    /// <summary>Names the capability.</summary>
    /// <param name="capability">A bool property of the type that <c>Capabilities</c> names.</param>
    public AvailableWhenAttribute(string capability) => Capability = capability;

    /// <summary>A bool property of the type that <c>Capabilities</c> names.</summary>
    public string Capability { get; }
}
