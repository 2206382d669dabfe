using System;

namespace DeclIommu.Layouts;

/// <summary>A field of one or more bit ranges.</summary>
/// <remarks>Pairs of most and least significant bit, as specifications write them; several pairs make a split field, its most significant piece first.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class BitsAttribute : Attribute
{
    /// <summary>Places the field at the given ranges.</summary>
    /// <param name="ranges">Pairs msb, lsb; the most significant piece first.</param>
    public BitsAttribute(params int[] ranges) => Ranges = ranges;

    /// <summary>Pairs msb, lsb; the most significant piece first.</summary>
    public int[] Ranges { get; }
}
