using System;

namespace DeclIommu.Layouts;

/// <summary>A field of one bit.</summary>
/// <remarks>Bit 0 is the least significant of the whole layout.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class BitAttribute : Attribute
{
    /// <summary>Places the field at bit <paramref name="index"/>.</summary>
    /// <param name="index">The bit, counted from the least significant of the whole layout.</param>
    public BitAttribute(int index) => Index = index;

    /// <summary>The bit, counted from the least significant of the whole layout.</summary>
    public int Index { get; }
}
