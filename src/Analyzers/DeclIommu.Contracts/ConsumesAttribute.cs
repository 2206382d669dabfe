using System;

namespace DeclIommu.Contracts;

/// <summary>Ownership passes to the callee.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class ConsumesAttribute : Attribute
{
    /// <summary>True if it passes even when the callee throws.</summary>
    public bool OnThrow { get; set; }
}
