using System;

namespace DeclIommu.Layouts;

/// <summary>How a 64-bit register takes accesses to one of its 32-bit halves.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class HalfAccessAttribute : Attribute
{
    /// <summary>Gives the register a rule for accesses to a half.</summary>
    /// <param name="mode">The rule.</param>
    public HalfAccessAttribute(HalfAccess mode) => Mode = mode;

    /// <summary>The rule.</summary>
    public HalfAccess Mode { get; }
}
