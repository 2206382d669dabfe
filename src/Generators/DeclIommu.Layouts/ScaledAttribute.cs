using System;

namespace DeclIommu.Layouts;

/// <summary>The property's value is the field's bits shifted left.</summary>
/// <remarks>Setting a value whose low bits are not zero is refused with an <see cref="ArgumentException"/>.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class ScaledAttribute : Attribute
{
    /// <summary>Scales the field by 2 to the power of <paramref name="shift"/>.</summary>
    /// <param name="shift">The number of low bits of the value that are not stored.</param>
    public ScaledAttribute(int shift) => Shift = shift;

    /// <summary>The number of low bits of the value that are not stored.</summary>
    public int Shift { get; }
}
