using System;

namespace DeclIommu.Layouts;

/// <summary>The bits of a field, or of a register of an integer type, after reset.</summary>
/// <remarks>Without it they are 0. Named kinds of reset keep every field that has no value for their kind.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false, AllowMultiple = true)]
public sealed class ResetAttribute : Attribute
{
    /// <summary>Gives the value after reset.</summary>
    /// <param name="value">The bits of the field, before any scaling.</param>
    public ResetAttribute(ulong value) => Value = value;

    /// <summary>The bits of the field, before any scaling.</summary>
    public ulong Value { get; }

    /// <summary>The kind of reset: null for the full one, which <c>Reset()</c> performs; <c>"Warm"</c> makes <c>ResetWarm()</c>.</summary>
    public string? Kind { get; set; }
}
